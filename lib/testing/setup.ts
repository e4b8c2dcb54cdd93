import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import { disconnect } from "@/lib/db/client";
import { readSettings, setEnv } from "@/lib/kernel/env";
import { databaseOn, onServer, TEMPLATE } from "./database-server";

/**
 * For each test file: a copy of the migrated database, and a configuration that points at it. Mails may follow each other as fast as
 * tests ask for them.
 */
const name = `test_${randomBytes(6).toString("hex")}`;

beforeAll(async () => {
  const server = inject("databaseServer");
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  const { APP_URL: _, DATABASE_URL: __, SIGNIN_KEYS: ___, ...rest } = readSettings({ LOG_LEVEL: "silent", MAILS_PER_MINUTE: "1000" });
  setEnv({
    ...rest,
    appUrl: "http://signin.localhost",
    databaseUrl: databaseOn(server, name),
    keys: [{ id: "test", bytes: randomBytes(32) }],
  });
});

afterAll(async () => {
  await disconnect();
  const drop = (how: string) => onServer(inject("databaseServer"), `DROP DATABASE ${name} ${how}`);
  // A vacuum of PostgreSQL's own is nobody's to end by force; a plain drop asks it to stop, and waits.
  await drop("WITH (FORCE)").catch(() => drop(""));
});
