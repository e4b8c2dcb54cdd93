type Ask = <Row extends object>(text: string) => Promise<Row[]>;

/** Waits until no job is left; what waits for its next try is let try at once. */
export async function jobsAtRest(ask: Ask): Promise<void> {
  for (;;) {
    await ask("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL AND run_at > now()");
    if ((await ask("SELECT 1 FROM graphile_worker._private_jobs LIMIT 1")).length === 0) return;
    await ask("SELECT pg_sleep(0.2)");
  }
}

/** Waits until so many jobs of a kind wait for another try. */
export async function jobsTried(ask: Ask, task: string, count: number): Promise<void> {
  const tried = `SELECT 1 FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    WHERE t.identifier = '${task}' AND j.attempts > 0 AND j.locked_at IS NULL`;
  while ((await ask(tried)).length < count) await ask("SELECT pg_sleep(0.1)");
}
