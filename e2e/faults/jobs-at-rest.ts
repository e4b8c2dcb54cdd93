type Ask = <Row extends object>(text: string) => Promise<Row[]>;

/** Waits until no job is left, or none of a kind; what waits for its next try is let try at once. */
export async function jobsAtRest(ask: Ask, kind: "" | "mail" = ""): Promise<void> {
  const meant = `task_id IN (SELECT id FROM graphile_worker._private_tasks WHERE identifier LIKE '%${kind}%')`;
  for (;;) {
    await ask(`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL AND run_at > now() AND ${meant}`);
    if ((await ask(`SELECT 1 FROM graphile_worker._private_jobs WHERE ${meant} LIMIT 1`)).length === 0) return;
    await ask("SELECT pg_sleep(0.2)");
  }
}

/** Waits until so many jobs of a kind wait for another try, or more, and no mail is still to be written or tried. */
export async function jobsTried(ask: Ask, task: string, count: number): Promise<void> {
  const mails =
    "SELECT t.identifier, j.attempts, j.locked_at FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id";
  for (;;) {
    const jobs = await ask<{ identifier: string; attempts: number; locked_at: Date | null }>(mails);
    const tried = jobs.filter(({ identifier, attempts, locked_at }) => identifier === task && attempts > 0 && locked_at === null);
    const begun = jobs.filter(({ identifier, locked_at }) => /mail/.test(identifier) && locked_at !== null);
    const waiting = jobs.filter(({ identifier, attempts }) => /mail/.test(identifier) && attempts === 0);
    if (tried.length >= count && begun.length + waiting.length === 0) return;
    await ask("SELECT pg_sleep(0.1)");
  }
}
