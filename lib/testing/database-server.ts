import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { grantAccess } from "@/lib/db/access";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { migrate } from "@/prisma/migrate";

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
  const dataDir = await mkdtemp(join(tmpdir(), "signin-test-"));
  const { url, stop } = await startEmbeddedPostgres({ dataDir });
  await onServer(url, `CREATE DATABASE ${TEMPLATE}`);
  await migrate(databaseOn(url, TEMPLATE));
  await grantAccess(databaseOn(url, TEMPLATE));
  project.provide("databaseServer", url);
  return async () => {
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  };
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
