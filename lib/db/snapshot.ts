import type { PoolClient } from "pg";
import { connections } from "./client";
import { types } from "./query";
import type { SiteScope } from "./scope";

/** What a site's data was at one moment, however long it takes to read it. */
export type Snapshot = {
  readonly scope: SiteScope;
  /** The moment. */
  readonly at: Date;
  /**
   * The rows of one statement, in batches. The next batch is on its way while one is looked at, and no more than that.
   *
   * SECURITY: nothing adds a scope here. A statement names its account and site itself and has an isolation test.
   */
  rows<Row extends object>(text: string, values: unknown[]): AsyncGenerator<Row[]>;
};

/** Rows that are asked for at once: few round trips, and little memory even where every row is large. */
const BATCH = 1_000;

/** The longest wait for one batch; the first one may have to sort. Who takes longer than a minute between two is cut off. */
const BATCH_TIMEOUT_S = 60;

/**
 * Reads in one snapshot of a site, on a connection of its own until the reading ends, fails, or nobody wants more.
 *
 * At most four read at once in one process.
 *
 * @throws a fault that answers as `unavailable` when four already do
 */
export async function* inSnapshot<Item>(scope: SiteScope, read: (snapshot: Snapshot) => AsyncIterable<Item>): AsyncGenerator<Item> {
  const client = await connections().longReads.connect();
  let open = true;
  let broken: Error | undefined;
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows } = await client.query<{ at: Date }>(
      `SELECT now() AS at, set_config('timezone', 'UTC', true), set_config('statement_timeout', '${BATCH_TIMEOUT_S}s', true)`,
    );
    yield* read({ scope, at: rows[0]?.at as Date, rows: cursors(client, () => open) });
  } finally {
    // SECURITY: from here on the connection is another reader's.
    open = false;
    await client.query("ROLLBACK").catch((cause: Error) => {
      broken = cause;
    });
    client.release(broken);
  }
}

function cursors(client: PoolClient, isOpen: () => boolean): Snapshot["rows"] {
  let count = 0;
  return async function* rows<Row extends object>(text: string, values: unknown[]): AsyncGenerator<Row[]> {
    count += 1;
    const cursor = `rows_${count}`;
    const fetch = async () => {
      if (!isOpen()) throw new Error("The snapshot is over");
      return (await client.query<Row>({ text: `FETCH ${BATCH} FROM ${cursor}`, types })).rows;
    };
    if (!isOpen()) throw new Error("The snapshot is over");
    await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values);
    for (let batch = await fetch(); batch.length > 0; ) {
      const next = batch.length < BATCH ? [] : fetch();
      // Whoever stops reading here never looks at it.
      Promise.resolve(next).catch(() => undefined);
      yield batch;
      batch = await next;
    }
  };
}
