import type { PoolClient } from "pg";
import { AppError } from "@/lib/kernel/errors";
import { connections } from "./client";
import { CopyLines } from "./copy-lines";
import { settingName } from "./parameters";
import { types } from "./query";
import type { AccountScope, SiteScope } from "./scope";
import { beginIn } from "./scoped-connection";

/** What the data of a site, or of an account, was at one moment, however long it takes to read it. */
export type Snapshot<Scope extends AccountScope | SiteScope = SiteScope> = {
  readonly scope: Scope;
  /** The moment. */
  readonly at: Date;
  /**
   * The rows of one statement, in batches. The next batch is on its way while one is looked at, and no more than that.
   */
  rows<Row extends object>(text: string, values: unknown[]): AsyncGenerator<Row[]>;
  /**
   * What one `COPY … TO STDOUT (FORMAT csv)` writes, as `writeCsvLine` has it. Its values are `settings()`.
   *
   * @param times for each column, whether it is a time
   */
  copy(text: string, values: unknown[], times: readonly boolean[]): AsyncGenerator<Buffer>;
};

/** Rows that are asked for at once: few round trips, little memory even where every row is large, and nobody waits long behind them. */
const BATCH = 250;

/** The longest wait for one batch; the first one may have to sort. Who takes longer than a minute between two is cut off. */
const BATCH_TIMEOUT_S = 60;

type Reading = {
  readonly client: PoolClient;
  /** Whether this connection still is in this snapshot. */
  open: boolean;
  /** Gives the connection back, once; with a fault it is closed. */
  close(fault?: Error): void;
};

/** The longest that one snapshot lasts. SECURITY: who takes a block a minute would keep PostgreSQL from tidying up for days. */
const LONGEST_S = 3_600;

/**
 * Reads in one snapshot of a site or an account, on a connection of its own until the reading ends, fails, or nobody wants more.
 *
 * At most eight read at once in one process.
 *
 * @param atMost so many of them for this account. SECURITY: a slow reader holds a place, and the others are other customers'
 * @throws a fault that answers as `unavailable` when eight already do; AppError `too_many_requests`
 */
export async function* inSnapshot<Item, Scope extends AccountScope | SiteScope>(
  scope: Scope,
  read: (snapshot: Snapshot<Scope>) => AsyncIterable<Item>,
  { atMost = Number.POSITIVE_INFINITY }: { atMost?: number } = {},
): AsyncGenerator<Item> {
  const leave = enter(scope, atMost);
  const client = await connections()
    .longReads.connect()
    .catch((error: unknown) => {
      leave();
      throw error;
    });
  let isBack = false;
  const reading: Reading = {
    client,
    open: true,
    close(fault) {
      reading.open = false;
      if (isBack) return;
      isBack = true;
      clearTimeout(limit);
      leave();
      client.release(fault);
      client.off("error", reading.close);
    },
  };
  const limit = setTimeout(() => reading.close(new Error("Read for too long")), LONGEST_S * 1_000);
  // Without a listener a connection that dies between two batches ends the process.
  client.on("error", reading.close);
  try {
    await client.query(beginIn(scope, "ISOLATION LEVEL REPEATABLE READ READ ONLY"));
    const { rows } = await client.query<{ at: Date }>(
      `SELECT now() AS at, set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true),
        set_config('statement_timeout', '${BATCH_TIMEOUT_S}s', true)`,
    );
    yield* read({ scope, at: rows[0]?.at as Date, rows: cursors(reading), copy: copies(reading) });
  } finally {
    // SECURITY: from here on the connection is another reader's.
    reading.open = false;
    if (!isBack) await client.query("ROLLBACK").then(() => reading.close(), reading.close);
  }
}

const slot = Symbol.for("signin-fast.readers");
type Holder = { [slot]?: Map<bigint, number> };

/** Counts one more reader of an account until the returned function is called. */
function enter({ accountId }: AccountScope | SiteScope, atMost: number): () => void {
  const holder = globalThis as Holder;
  holder[slot] ??= new Map();
  const readers = holder[slot];
  const count = (by: 1 | -1) => {
    const left = (readers.get(accountId) ?? 0) + by;
    if (left > 0) readers.set(accountId, left);
    else readers.delete(accountId);
  };
  if ((readers.get(accountId) ?? 0) >= atMost) throw new AppError("too_many_requests", { issues: TOO_MANY, retryAfterS: 5 });
  count(1);
  return () => count(-1);
}

const TOO_MANY = [{ path: "", message: "Other downloads of this account are under way; wait until one of them is done" }];

function requireOpen({ open }: Reading): void {
  if (!open) throw new Error("The snapshot is over");
}

function cursors(reading: Reading): Snapshot["rows"] {
  const { client } = reading;
  let count = 0;
  return async function* rows<Row extends object>(text: string, values: unknown[]): AsyncGenerator<Row[]> {
    count += 1;
    const cursor = `rows_${count}`;
    const fetch = async () => {
      requireOpen(reading);
      return (await client.query<Row>({ text: `FETCH ${BATCH} FROM ${cursor}`, types })).rows;
    };
    requireOpen(reading);
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

function copies(reading: Reading): Snapshot["copy"] {
  const { client } = reading;
  return async function* copy(text: string, values: unknown[], times: readonly boolean[]): AsyncGenerator<Buffer> {
    requireOpen(reading);
    const set = values.map((_, at) => `set_config('${settingName(at + 1)}', $${at + 1}, true)`);
    // One statement for all of it: how long it takes is the reader's business, as long as they get on. The other cores are for sign-ins.
    const calmly = ["set_config('statement_timeout', '0', true)", "set_config('max_parallel_workers_per_gather', '0', true)"];
    await client.query(`SELECT ${[...calmly, ...set].join(", ")}`, values);
    const patience = setTimeout(() => reading.close(new Error("Nobody reads on")), BATCH_TIMEOUT_S * 1_000);
    let isWhole = false;
    try {
      for await (const block of client.query(new CopyLines(text, times)).blocks()) {
        patience.refresh();
        yield block;
        patience.refresh();
      }
      isWhole = true;
    } finally {
      clearTimeout(patience);
      // Nothing else can be said on this connection before the rest has come.
      if (!isWhole) reading.close(new Error("Left in the middle of a COPY"));
    }
  };
}
