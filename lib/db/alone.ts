import { connections } from "./client";

/** Does something that nobody else who asks by the same name does at the same time, in whatever process; they wait for a few seconds at most. */
export async function alone<Done>(name: string, work: () => Promise<Done>): Promise<Done> {
  const client = await connections().pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
    return await work();
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // The lock is the connection's: where anything went wrong both end together.
    const freed = failure ? null : await client.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [name]).catch(() => null);
    client.release(freed === null);
  }
}
