import { AsyncLocalStorage } from "node:async_hooks";
import pg, { type Connection } from "pg";
import { type AccountScope, type SiteScope, siteOf } from "./scope";

/**
 * How a statement is told to the database together with the scope that it may reach: the policies of each table compare every row
 * with two settings, which end with the statement or with its transaction.
 */

type Scope = AccountScope | SiteScope;

/** The rows of a scope, or all of its account, for what an account has once and not at each site. */
export type Own = Scope | { readonly accountOf: Scope };

/** A statement, and for whom. */
type ScopedConfig = pg.QueryConfig & { readonly scope?: Own };

const settingsOf = (own: Own) =>
  "accountOf" in own ? [String(own.accountOf.accountId), ""] : [String(own.accountId), String(siteOf(own) ?? "")];

/** Begins a transaction that reaches one scope. SECURITY: both are numbers, so there is nothing to quote. */
export function beginIn(scope: Own, mode = ""): string {
  const [account, site] = settingsOf(scope);
  return `BEGIN ${mode}; SET LOCAL app.account_id = '${account}'; SET LOCAL app.site_id = '${site}'`;
}

/** Prepared on each connection, so that it costs no parsing. */
const ENTER = "enter_scope";
export const PREPARE_ENTER = `PREPARE ${ENTER} (text, text) AS SELECT set_config('app.account_id', $1, true), set_config('app.site_id', $2, true)`;

/** What `pg.Query` has and its types do not say. */
const PreparedQuery = pg.Query as unknown as new (
  config: pg.QueryConfig,
) => {
  prepare(connection: Connection): void;
  handleDataRow(row: object): void;
  handleCommandComplete(message: object, connection: Connection): void;
};

/**
 * A statement behind another one that enters its scope, in one message and one round trip: up to the `Sync` behind both they are
 * one transaction, so the settings are gone with it. BEGIN and COMMIT would be two round trips more.
 */
class ScopedQuery extends PreparedQuery {
  readonly #scope: Own;
  #isIn = false;

  constructor({ scope, ...config }: ScopedConfig & { readonly scope: Own }) {
    // Prepared in any case: what is not goes as a message that syncs by itself.
    super({ ...config, queryMode: "extended" } as pg.QueryConfig);
    this.#scope = scope;
  }

  override prepare(connection: Connection): void {
    connection.bind({ portal: "", statement: ENTER, values: settingsOf(this.#scope) }, true);
    connection.execute({ portal: "" }, true);
    super.prepare(connection);
  }

  override handleDataRow(row: object): void {
    if (this.#isIn) super.handleDataRow(row);
  }

  override handleCommandComplete(message: object, connection: Connection): void {
    if (this.#isIn) super.handleCommandComplete(message, connection);
    this.#isIn = true;
  }
}

type Asked = readonly [config: string | ScopedConfig, ...rest: unknown[]];

/** A connection that sends each statement in its scope. */
export class ScopedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.query = ((config: string | ScopedConfig, ...rest: unknown[]) =>
      (super.query as (...asked: Asked) => unknown)(sent(config), ...rest)) as pg.Client["query"];
  }
}

/** What is sent for a statement. Inside a transaction nothing is said again: it began in its scope and cannot leave it. */
function sent(config: string | ScopedConfig): string | ScopedConfig {
  if (typeof config === "string") return config;
  if (config.text === "BEGIN") {
    const scope = working.scope.getStore();
    return scope ? beginIn(scope) : "BEGIN";
  }
  return config.scope ? (new ScopedQuery({ ...config, scope: config.scope }) as unknown as ScopedConfig) : config;
}

const slot = Symbol.for("signin-fast.working-scope");
type Working = { readonly scope: AsyncLocalStorage<Scope>; underWay: number };
type Holder = { [slot]?: Working };

const holder = globalThis as Holder;
holder[slot] ??= { scope: new AsyncLocalStorage<Scope>(), underWay: 0 };
/** One for the process: pages and routes have copies of this module, and one pool. */
const working = holder[slot];

/**
 * Does something with Prisma, whose statements say nothing of a scope, in one.
 *
 * While nothing is, the store is off: before Node 24 an open one makes each promise of the process dearer, a seventh of all that a request costs.
 */
export async function inScope<T>(scope: Scope, work: () => T | Promise<T>): Promise<T> {
  working.underWay += 1;
  try {
    return await working.scope.run(scope, work);
  } finally {
    working.underWay -= 1;
    if (working.underWay === 0) working.scope.disable();
  }
}

/**
 * Has a pool remember for whom a statement is from the moment that it is asked for.
 *
 * The trap: who waits for a connection is called by whoever gives one back, and that is somebody else's scope.
 */
export function rememberScopes(pool: pg.Pool): pg.Pool {
  const ask = pool.query.bind(pool) as (...asked: Asked) => unknown;
  pool.query = ((config: string | ScopedConfig, ...rest: unknown[]) => {
    const scope = working.scope.getStore();
    return ask(scope && typeof config === "object" && !config.scope ? { ...config, scope } : config, ...rest);
  }) as pg.Pool["query"];
  return pool;
}
