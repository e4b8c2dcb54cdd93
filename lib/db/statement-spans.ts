import type pg from "pg";
import { beginSpan, inCallersTrace, isTraced, markFailed } from "@/lib/kernel/trace";
import { TENANCY, tableOf } from "./tenancy";

/** What the names of Prisma's prepared statements begin with: they say nothing. Those of our own do. */
export const NAMELESS = "prisma-";

type Done = (error: unknown, result: unknown) => void;
/** What sends itself, as a COPY does, and is told how it went. */
type Sending = { submit: unknown; handleError(error: unknown, ...rest: unknown[]): void; handleReadyForQuery(...rest: unknown[]): void };
type Statement = string | { readonly name?: string; readonly text: string } | Sending;
type Ask = (statement: Statement, values?: unknown, done?: Done) => unknown;

/**
 * Makes a span of each statement on a pool's connections that belongs to a traced request or job; without an SDK none is asked for.
 *
 * The trap: who waits for a connection is called by whoever gives one back, and that is inside somebody else's span.
 */
export function traceStatements(pool: pg.Pool): pg.Pool {
  const connect = pool.connect.bind(pool) as (done?: (...given: unknown[]) => void) => unknown;
  pool.connect = ((done?: (...given: unknown[]) => void) =>
    connect(done && isTraced() ? inCallersTrace(done) : done)) as pg.Pool["connect"];
  return pool.on("connect", (client) => {
    const { query: own } = Object.hasOwn(client, "query") ? client : {};
    // What all clients have is looked up when it is asked, so that whoever counts statements may come later than the connection.
    const inherited: Ask = (...given) => (Object.getPrototypeOf(client).query as Ask).apply(client, given);
    const ask = own ? (own.bind(client) as Ask) : inherited;
    client.query = ((statement: Statement, values?: unknown, done?: Done) =>
      isTraced() ? askInSpan(ask, statement, values, done) : ask(statement, values, done)) as pg.PoolClient["query"];
  });
}

function askInSpan(ask: Ask, statement: Statement, values: unknown, done: Done | undefined): unknown {
  const { operation, summary } = wordsOf(statement);
  const span = beginSpan(summary, "client", {
    "db.system.name": "postgresql",
    "db.operation.name": operation,
    "db.query.summary": summary,
  });
  const end = (error?: unknown) => {
    if (!span.isRecording()) return;
    if (error) markFailed(span, faultOf(error));
    span.end();
  };
  if (typeof statement === "object" && "submit" in statement) {
    const { handleError, handleReadyForQuery } = statement;
    statement.handleError = (error, ...rest) => {
      end(error);
      handleError.call(statement, error, ...rest);
    };
    statement.handleReadyForQuery = (...rest) => {
      end();
      handleReadyForQuery.apply(statement, rest);
    };
    return ask(statement);
  }
  if (done) {
    return ask(statement, values, (error, result) => {
      end(error);
      done(error, result);
    });
  }
  const answer = ask(statement, values) as Promise<unknown>;
  answer.then(() => end(), end);
  return answer;
}

/** A SQLSTATE, or the code of a connection that is gone. */
function faultOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === "string" ? code : (name ?? "Error");
}

const OPERATION = /\b(?:SELECT|INSERT|UPDATE|DELETE|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|DECLARE|FETCH|COPY)\b/;
const PLACE = /\b(?:FROM|INTO|UPDATE) (?:"public"\.)?"?(\w+)/g;
const TABLES = new Set(Object.keys(TENANCY).map(tableOf));

/**
 * What is told of a statement: its first operation, and its name, or the first table that it is about.
 *
 * SECURITY: names are ours, operations and tables are in lists. Nothing else of a text leaves, for there may be a value in it.
 */
function wordsOf(statement: Statement): { operation: string; summary: string } {
  if (typeof statement === "object" && "submit" in statement) return { operation: "COPY", summary: "COPY" };
  const { name, text } = typeof statement === "string" ? { text: statement } : statement;
  const operation = OPERATION.exec(text)?.[0] ?? "OTHER";
  if (name && !name.startsWith(NAMELESS)) return { operation, summary: name };
  const table = Array.from(text.matchAll(PLACE), ([, place = ""]) => place).find((place) => TABLES.has(place));
  return { operation, summary: table ? `${operation} ${table}` : operation };
}
