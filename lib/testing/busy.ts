import type { Line } from "@/lib/core/passwords/hashing-queue";
import { AppError } from "@/lib/kernel/errors";

/** Whether too many passwords wait to be hashed. */
export const busy = { now: false };

/** The hashing queue as it is, but that it has no room while `busy` says so. For `vi.mock`. */
export function orBusy<Queue extends { requireRoomForForm(line?: Line): void }>(real: Queue): Queue {
  const requireRoomForForm = (line?: Line) => {
    if (busy.now) throw new AppError("unavailable", { retryAfterS: 3 });
    real.requireRoomForForm(line);
  };
  return { ...real, requireRoomForForm };
}
