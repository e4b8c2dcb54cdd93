import { env, type KeyRing, readSettings, type Settings, setEnv } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { migrate } from "@/prisma/migrate";
import { checkRoles, grantAccess } from "./access";
import { checkServer } from "./check-server";
import { attachEmbeddedPostgres, DatabaseInUseError, startEmbeddedPostgres } from "./embedded-postgres";
import { loadKeys } from "./keys";

export { databaseUnderWay } from "./embedded/under-way";

/** A database that takes connections. `close` ends what was started for us; a database of one's own is left alone. */
export type Database = { readonly url: string; readonly embedded: boolean; close(): Promise<void> };

type DatabaseSettings = Pick<Settings, "DATABASE_URL" | "DATA_DIR">;

/**
 * The database of a server: DATABASE_URL, or the embedded one, which it then owns until `close`.
 *
 * @throws DatabaseInUseError when another process owns the embedded one
 */
export async function openDatabase({ DATABASE_URL, DATA_DIR }: DatabaseSettings): Promise<Database> {
  if (DATABASE_URL) return { url: DATABASE_URL, embedded: false, close: async () => undefined };
  const { url, stop } = await startEmbeddedPostgres({ dataDir: DATA_DIR });
  return { url, embedded: true, close: stop };
}

/** The database of a command: the one that the server has open, otherwise started for the moment and stopped by `close`. */
export async function openDatabaseForCli(settings: DatabaseSettings): Promise<Database> {
  if (settings.DATABASE_URL) return openDatabase(settings);
  const dataDir = settings.DATA_DIR;
  for (let attempt = 1; ; attempt++) {
    const running = await attachEmbeddedPostgres({ dataDir });
    if (running) return { url: running.url, embedded: true, close: running.detach };
    try {
      const { url, stop } = await startEmbeddedPostgres({ dataDir, role: "command" });
      return { url, embedded: true, close: stop };
    } catch (error) {
      // Somebody was quicker, so there is one to join now.
      if (!(error instanceof DatabaseInUseError) || attempt === 3) throw error;
    }
  }
}

/**
 * Makes this process ready for work: settings, keys, database, migrations; from then on `env()` answers.
 *
 * Whoever calls it also calls `database.close()` at the end. With PORT=0 the address is known only once the server listens: it then calls
 * `setListeningPort`.
 *
 * @throws ConfigurationError that names every setting that cannot be used
 */
export async function boot(
  source: Readonly<Record<string, string | undefined>> = process.env,
  open: (settings: DatabaseSettings) => Promise<Database> = openDatabase,
): Promise<{ settings: ReturnType<typeof readSettings>; database: Database }> {
  const settings = readSettings(source);
  log.level = settings.LOG_LEVEL;
  const keys = await loadKeys(settings);
  const database = await open(settings);
  try {
    await checkServer(database.url);
    await migrate(database.url);
    await grantAccess(database.url);
    await checkRoles(database.url);
  } catch (error) {
    await database.close();
    throw error;
  }
  configure(settings, database.url, keys);
  return { settings, database };
}

/** Has `env()` answer for these settings, with this database and these keys. */
export function configure(settings: ReturnType<typeof readSettings>, databaseUrl: string, keys: KeyRing): void {
  const { APP_URL, DATABASE_URL: _, SIGNIN_KEYS: __, production: ___, ...rest } = settings;
  setEnv({ ...rest, appUrl: new URL(APP_URL ?? `http://localhost:${settings.PORT}`).origin, databaseUrl, keys });
}

/** Tells `env()` the port that the system picked; our own address follows it unless APP_URL says another. */
export function setListeningPort({ APP_URL }: Pick<Settings, "APP_URL">, port: number): void {
  setEnv({ ...env(), PORT: port, ...(APP_URL ? {} : { appUrl: `http://localhost:${port}` }) });
}
