import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { log } from "@/lib/kernel/log";
import { schemaDrift, schemaFromEmpty } from "./diff";
import { migrate } from "./migrate";

// The program behind bin/diff.mjs.
log.level = "warn";
const dataDir = await mkdtemp(join(tmpdir(), "signin-diff-"));
const { url, stop } = await startEmbeddedPostgres({ dataDir });
try {
  if (process.argv.includes("--from-empty")) {
    process.stdout.write(await schemaFromEmpty(url));
  } else {
    await migrate(url);
    process.stdout.write((await schemaDrift(url)) || "-- prisma/migrations builds what prisma/schema.prisma says.\n");
  }
} finally {
  await stop();
  await rm(dataDir, { recursive: true, force: true });
}
