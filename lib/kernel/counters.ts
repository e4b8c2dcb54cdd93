/** What is counted while the process runs, for whoever watches it. */
export type Counter =
  | "passwords_refused"
  | "mails_sent"
  | "mails_kept"
  | "mails_refused"
  | "mails_failed"
  | "mails_outdated"
  | "jobs_failed"
  | "stray_errors";

const slot = Symbol.for("signin-fast.counters");
type Holder = { [slot]?: Record<Counter, number> };

/** Counts one more. */
export function count(name: Counter): void {
  counts()[name] += 1;
}

/** How often each was counted since the process began. */
export function counted(): Readonly<Record<Counter, number>> {
  return counts();
}

function counts(): Record<Counter, number> {
  const holder = globalThis as Holder;
  holder[slot] ??= {
    passwords_refused: 0,
    mails_sent: 0,
    mails_kept: 0,
    mails_refused: 0,
    mails_failed: 0,
    mails_outdated: 0,
    jobs_failed: 0,
    stray_errors: 0,
  };
  return holder[slot];
}
