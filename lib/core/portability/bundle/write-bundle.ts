import { createHash } from "node:crypto";
import type { Snapshot } from "@/lib/db/snapshot";
import product from "@/package.json";
import { givingWay } from "../../passwords/giving-way";
import { writeArchive } from "../write-archive";
import { type BundleFile, MANIFEST, type Manifest, SCHEMA_VERSION } from "./manifest";
import { BUNDLE_PARTS } from "./parts";

type Options = {
  readonly site: { readonly id: bigint; readonly name: string; readonly slug: string };
  readonly secrets: boolean;
  readonly recipient: string | null;
  /** Told how many rows are written so far. */
  readonly progress?: (rows: number) => void;
};

/**
 * A site as a bundle, byte by byte: a zip of one file for each kind of row, and the manifest behind them. See docs/bundle.md.
 *
 * Those who sign in go first, and it gives way before it packs a batch: behind the archive's buffers it could not tell how long that
 * takes, and they would be filled again while it waits.
 */
export function writeBundle(snapshot: Snapshot, { site, secrets, recipient, progress }: Options): AsyncGenerator<Uint8Array> {
  const files: BundleFile[] = [];
  let rows = 0;
  const parts = BUNDLE_PARTS.map((part) => ({
    name: part.file,
    content: () =>
      counted(part.file, givingWay(part.lines(snapshot, { secrets })), {
        batch: (count) => {
          rows += count;
          progress?.(rows);
        },
        done: (file) => files.push(file),
      }),
  }));
  async function* manifest() {
    const text: Manifest = {
      format: "signin-fast-bundle",
      schema_version: SCHEMA_VERSION,
      product_version: product.version,
      created_at: snapshot.at.toISOString(),
      site: { id: Number(site.id), name: site.name, slug: site.slug },
      include_secrets: secrets,
      recipient,
      files,
    };
    yield Buffer.from(`${JSON.stringify(text, null, 2)}\n`);
  }
  return writeArchive([...parts, { name: MANIFEST, content: manifest }], snapshot.at);
}

/** Lines as the bytes of a file, counted and hashed on the way. */
async function* counted(
  name: string,
  batches: AsyncIterable<string[]>,
  { batch, done }: { batch(rows: number): void; done(file: BundleFile): void },
): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  let [rows, bytes] = [0, 0];
  for await (const lines of batches) {
    const chunk = Buffer.from(`${lines.join("\n")}\n`);
    digest.update(chunk);
    rows += lines.length;
    bytes += chunk.length;
    yield chunk;
    batch(lines.length);
  }
  done({ name, rows, bytes, sha256: digest.digest("hex") });
}
