import pg from "pg";
import { rowsOf } from "./sql";

/** What a piece of work asked of the database. */
export type Asked = {
  /** Each statement that the product sent, by its name or, where it has none, its first words; in order. */
  readonly statements: readonly string[];
  /** How many jobs it left behind. */
  readonly jobs: number;
};

/**
 * What is asked now and then, however many requests there are: how a connection begins, that a token was used (once a minute), whether a
 * site is under attack (once a second), and which keys it signs with (four times a minute).
 */
const NOW_AND_THEN = new Set(["SELECT current_user", "note-token-use", "is-under-attack", 'SELECT "public"."signing_keys"']);

/** Does something, and tells what the product asked the database meanwhile. What tests themselves ask is not counted. */
export async function asked(work: () => Promise<unknown>): Promise<Asked> {
  const before = await rowsOf("graphile_worker._private_jobs");
  const statements: string[] = [];
  const real = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [config] = given as [string | { text: string; name?: string }];
    const text = typeof config === "string" ? config : config.text;
    const name = typeof config === "string" ? undefined : config.name;
    const statement = name && NAMED.test(name) ? name : (BEGINNING.exec(text)?.[0] ?? text);
    if (isOfProduct(this) && !NOW_AND_THEN.has(statement)) statements.push(statement);
    return real.apply(this, given);
  } as typeof real as typeof pg.Client.prototype.query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = real as typeof pg.Client.prototype.query;
  }
  return { statements, jobs: (await rowsOf("graphile_worker._private_jobs")) - before };
}

/** As we name statements. Prisma's are named by their hash. */
const NAMED = /^[a-z]+(?:[-_][a-z]+)*$/;
/** What is done, and to which table where that stands at once: `SELECT "public"."sites"`, `INSERT INTO attempts`. */
const BEGINNING = /^\w+(?: INTO)?(?: "?\w+"?(?:\."\w+")?)?/;

const isOfProduct = (client: pg.Client) =>
  (client as unknown as { connectionParameters: { application_name?: string } }).connectionParameters.application_name === "signin-fast";
