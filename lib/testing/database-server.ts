import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { grantAccess } from "@/lib/db/access";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { migrate } from "@/prisma/migrate";
import { startOldestPostgres } from "./oldest-postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the test server's maintenance database. */
    databaseServer: string;
  }
}

/** The database that is migrated once; each worker gets a copy. */
export const TEMPLATE = "signin_template";

/** Before all tests: a PostgreSQL of their own, with one migrated database to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startServer(process.env.SIGNIN_POSTGRES ?? (project.name === "mocking" ? "oldest" : "embedded"));
  await onServer(url, `DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
  await onServer(url, `CREATE DATABASE ${TEMPLATE}`);
  await migrate(databaseOn(url, TEMPLATE));
  await grantAccess(databaseOn(url, TEMPLATE));
  project.provide("databaseServer", url);
  return stop;
}

/**
 * The server for the tests.
 *
 * @param which `embedded`, the one that comes with the product; `oldest`, the oldest that is promised to do; or the address of another one,
 *   whose user is `signin` with roles made for it
 */
async function startServer(which: string): Promise<{ url: string; stop(): Promise<void> }> {
  if (which === "oldest") return startOldestPostgres();
  if (which !== "embedded") return { url: which, stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), "signin-test-"));
  const { url, stop } = await startEmbeddedPostgres({ dataDir });
  return { url, stop: () => stop().then(() => rm(dataDir, { recursive: true, force: true })) };
}

/** Runs one statement on the server. */
export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** The address of another database on the same server. */
export function databaseOn(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
