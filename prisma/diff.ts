import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { DiffTarget, SchemaContainer } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { CatalogAdapter } from "./catalog-adapter";
import { repositoryRoot } from "./repository-root";
import { loadSchemaEngine } from "./schema-engine";

/** Kept by prisma/migrate.ts, so it is in the database and not in the schema. */
const bookkeeping = ["public.signin_migrations"];

/**
 * The SQL that would turn the database into what schema.prisma says; an empty string when they already agree.
 *
 * Only the `public` schema is compared, without the table that keeps book of the migrations: graphile-worker looks after its own schema.
 * What Prisma cannot express (a CHECK, a partial or an expression index) is invisible to it.
 *
 * @param databaseUrl a database with every migration applied
 */
export async function schemaDrift(databaseUrl: string): Promise<string> {
  return difference(databaseUrl, (files) => ({ tag: "schemaDatasource", files, configDir: repositoryRoot() }));
}

/** The SQL that builds schema.prisma from nothing. The database only tells which version of PostgreSQL to write for. */
export async function schemaFromEmpty(databaseUrl: string): Promise<string> {
  return difference(databaseUrl, () => ({ tag: "empty" }));
}

async function difference(databaseUrl: string, from: (files: SchemaContainer[]) => DiffTarget): Promise<string> {
  const path = join(repositoryRoot(), "prisma/schema.prisma");
  const content = await readFile(path, "utf8");
  let giveUp: (reason: Error) => void = () => undefined;
  const panic = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const { SchemaEngine } = await loadSchemaEngine((text) => {
    process.stderr.write(`${text}\n`);
    giveUp(new Error("The schema engine gave up; what it said is on standard error"));
  });
  const adapter = new CatalogAdapter(databaseUrl);
  try {
    const engine = await SchemaEngine.new({ datamodels: [[path, content]] }, () => undefined, bindMigrationAwareSqlAdapterFactory(adapter));
    const answer = await Promise.race([
      panic,
      engine.diff({
        from: from([{ path, content }]),
        to: { tag: "schemaDatamodel", files: [{ path, content }] },
        script: true,
        exitCode: true,
        filters: { externalTables: bookkeeping, externalEnums: [] },
      }),
    ]);
    return answer.exitCode === 0 ? "" : (answer.stdout ?? "");
  } finally {
    await adapter.end();
  }
}
