import { isStale, perform } from "./build.mjs";
import { withBuildLock } from "./build-lock.mjs";
import { install, isInstalled } from "./install.mjs";

/**
 * Installs and builds what is missing or stale among the steps; at once when nothing is.
 *
 * Two starts do not build over each other: the second waits, and then finds that there is nothing left to do.
 */
export async function prepare(steps) {
  const ready = () => isInstalled({ dev: false }) && !steps.some(isStale);
  if (ready()) return;
  await withBuildLock(async () => {
    if (!isInstalled({ dev: false })) await install({ dev: false });
    for (const step of steps) if (isStale(step)) await perform(step);
  });
}
