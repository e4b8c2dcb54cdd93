import { createHash } from "node:crypto";
import { type InstallationSnapshot, inInstallation } from "@/lib/db/backup/read-tables";
import type { CopiedTable } from "@/lib/db/backup/tables";
import product from "@/package.json";
import { encryptedTo } from "../portability/exports/recipient";
import { writeArchive } from "../portability/write-archive";
import { fileOf, MANIFEST, type Manifest } from "./manifest";

/**
 * The whole installation as it is when the first byte is asked for: a zip of one file for each table, and the manifest behind
 * them. Nothing is held in memory.
 *
 * Queued jobs are no part of it: what they do was done by the installation that goes on, or is begun again by hand. The keys are
 * none either: a backup is worth nothing without them, and they are kept elsewhere.
 *
 * @param recipient a public key that it is encrypted to
 */
export function backupBytes(databaseUrl: string, recipient: string | null): AsyncGenerator<Uint8Array> {
  const backup = inInstallation(databaseUrl, archived);
  return recipient === null ? backup : encryptedTo(recipient, backup);
}

function archived(snapshot: InstallationSnapshot): AsyncGenerator<Uint8Array> {
  const tables: Manifest["tables"] = [];
  const files = snapshot.tables.map((table) => ({
    name: fileOf(table.name),
    content: () => hashed(snapshot, table, (told) => tables.push(told)),
  }));
  async function* manifest() {
    const text: Manifest = {
      format: "signin-fast-backup",
      version: 1,
      product_version: product.version,
      created_at: snapshot.at.toISOString(),
      migrations: [...snapshot.migrations],
      tables,
    };
    yield Buffer.from(`${JSON.stringify(text, null, 2)}\n`);
  }
  return writeArchive([...files, { name: MANIFEST, content: manifest }], snapshot.at);
}

async function* hashed(
  snapshot: InstallationSnapshot,
  table: CopiedTable,
  done: (told: Manifest["tables"][number]) => void,
): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  const copy = snapshot.rows(table);
  for await (const block of copy.blocks()) {
    digest.update(block);
    yield block;
  }
  done({ name: table.name, columns: [...table.columns], rows: copy.rows, sha256: digest.digest("hex") });
}
