import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { type InstallationSnapshot, inInstallation } from "@/lib/db/backup/read-tables";
import type { CopiedTable } from "@/lib/db/backup/tables";
import product from "@/package.json";
import { encryptedTo } from "../portability/exports/recipient";
import { fileOf, MANIFEST, type Manifest } from "./manifest";

/** Fast rather than small. */
const COMPRESSION = 1;

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
  const backup = inInstallation(databaseUrl, writeArchive);
  return recipient === null ? backup : encryptedTo(recipient, backup);
}

async function* writeArchive(snapshot: InstallationSnapshot): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const archive = zip.outputStream as Readable;
  const tables: Manifest["tables"] = [];
  let open: Readable | undefined;
  const add = (name: string, source: () => AsyncIterable<Uint8Array>) =>
    zip.addReadStreamLazy(name, { mtime: snapshot.at, mode: 0o100600, compressionLevel: COMPRESSION }, (give) => {
      open = Readable.from(source(), { objectMode: false });
      open.once("error", (error) => archive.destroy(error));
      give(null, open);
    });
  for (const table of snapshot.tables) add(fileOf(table.name), () => hashed(snapshot, table, (told) => tables.push(told)));
  add(MANIFEST, async function* () {
    const manifest: Manifest = {
      format: "signin-fast-backup",
      version: 1,
      product_version: product.version,
      created_at: snapshot.at.toISOString(),
      migrations: [...snapshot.migrations],
      tables,
    };
    yield Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  });
  zip.end();
  try {
    yield* archive as AsyncIterable<Uint8Array>;
  } finally {
    open?.destroy();
  }
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
