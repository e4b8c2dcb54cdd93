import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const alias = { "@": import.meta.dirname };

const files = ["app", "bin", "docs", "e2e", "embed", "lib", "prisma", "server"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
);
const isTest = (path: string) => /\.test\.tsx?$/.test(path) && !path.includes("/node_modules/");
const journeys = files.filter((path) => isTest(path) && path.startsWith("e2e/"));
const tests = files.filter((path) => isTest(path) && !path.startsWith("e2e/") && !path.includes(".browser.test."));
/** Journeys for which there has to be a browser. */
const looking = journeys.filter((path) =>
  /from "(\.\.?\/)+(visitor|dashboard|operator|describe-page|embed\/shop)"/.test(readFileSync(path, "utf8")),
);
/** Files that put something else in a module's place: that module must not be there for the next file. */
const mocking = tests.filter((path) => /\bvi\.(mock|resetModules)\(/.test(readFileSync(path, "utf8")));

/** Tests without a browser. Each file has a database of its own, and waits for it half of the time. */
const unit = {
  globalSetup: "lib/testing/database-server.ts",
  setupFiles: "lib/testing/setup.ts",
  testTimeout: 20_000,
  // One more at once than vitest would take.
  maxWorkers: availableParallelism(),
};

const journey = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        // The modules of the product are loaded once for all files, which is most of what a file takes.
        test: { ...unit, name: "unit", include: tests, exclude: mocking, isolate: false, sequence: { groupOrder: 0 } },
      },
      {
        resolve: { alias },
        test: { ...unit, name: "mocking", include: mocking, sequence: { groupOrder: 1 } },
      },
      {
        resolve: { alias },
        test: {
          ...journey,
          name: "e2e",
          include: journeys,
          exclude: looking,
          globalSetup: "e2e/setup.ts",
          maxWorkers: unit.maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: { alias },
        // One file at a time: half a second late, the keyboard is somewhere else. `bin/test.mjs` has the others run beside them.
        test: {
          ...journey,
          name: "browser",
          include: [...looking, "lib/**/*.browser.test.ts"],
          globalSetup: ["e2e/setup.ts", "e2e/browser.ts"],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
