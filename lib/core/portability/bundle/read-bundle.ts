import { createHash } from "node:crypto";
import { type Issue, invalid } from "@/lib/kernel/errors";
import { fieldIssues } from "@/lib/kernel/fields";
import { type Archive, type ArchiveLimits, openArchive } from "./archive";
import { lineCounter, linesOf } from "./lines";
import { type BundleFile, MANIFEST, type Manifest, manifest as manifestShape, SCHEMA_VERSION } from "./manifest";
import type { BundlePart } from "./part";
import { BUNDLE_PARTS } from "./parts";
import type { RandomAccess } from "./random-access";

/** One line of a file of a bundle: counted from 1, and either good or with what is wrong with it. */
export type BundleRow<Row> = { readonly row: number } & ({ readonly value: Row } | { readonly issues: readonly Issue[] });

/** A bundle whose files are those that its manifest counted and hashed. */
export type Bundle = {
  readonly manifest: Manifest;
  /** The rows of one part, none when the bundle has no such file. A line that is no such row is told with its number. */
  rows<Row>(part: BundlePart<Row>, options?: { behind?: number }): AsyncGenerator<BundleRow<Row>>;
  close(): void;
};

export const BUNDLE_LIMITS = {
  fileBytes: 16 * 1024 ** 3,
  /** A user has an id, a UUID and mostly a hash that no compression makes shorter: a real bundle comes to about ten. */
  ratio: 200,
  freeBytes: 1024 ** 2,
  /** Two objects of metadata at their largest, with every character escaped, and the rest. */
  lineBytes: 512 * 1024,
  manifestBytes: 64 * 1024,
} as const satisfies ArchiveLimits & Record<string, number>;

const NAMES = [...BUNDLE_PARTS.map(({ file }) => file), MANIFEST];

/**
 * Opens a bundle. Before it is handed out every byte was read once, and held against the manifest.
 *
 * SECURITY: see `openArchive` for what the archive may be. Memory stays flat whatever is in it: a line is all that is kept.
 *
 * @throws AppError `invalid` with a sentence that says what is wrong; and whatever the source throws
 */
export async function readBundle(source: RandomAccess): Promise<Bundle> {
  const archive = await openArchive(source, NAMES, BUNDLE_LIMITS);
  try {
    const manifest = await readManifest(archive);
    const listed = manifest.files.map(({ name }) => name);
    if (new Set(listed).size < listed.length) throw invalid("file", "File has a manifest that names a file twice");
    const missing = [...listed, MANIFEST].find((name) => !archive.names.includes(name));
    if (missing !== undefined) throw invalid("file", `File lacks ${missing}, which its manifest names`);
    const extra = archive.names.find((name) => name !== MANIFEST && !listed.includes(name));
    if (extra !== undefined) throw invalid("file", `File holds ${extra}, which its manifest does not name`);
    for (const file of manifest.files) await verify(archive, file);
    return { manifest, rows: (part, { behind = 0 } = {}) => rowsOf(archive, part, behind), close: archive.close };
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function readManifest(archive: Archive): Promise<Manifest> {
  if (!archive.names.includes(MANIFEST)) throw invalid("file", `File lacks ${MANIFEST}: it is no bundle`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of archive.read(MANIFEST)) {
    bytes += chunk.length;
    if (bytes > BUNDLE_LIMITS.manifestBytes) throw invalid("file", "File has a manifest that is too large");
    chunks.push(chunk);
  }
  const value = parse(Buffer.concat(chunks));
  const { schema_version: version } = (value ?? {}) as { schema_version?: unknown };
  if (typeof version === "number" && version > SCHEMA_VERSION) {
    throw invalid("file", `File is of version ${version} of the format; this installation reads up to ${SCHEMA_VERSION}`);
  }
  const result = manifestShape.safeParse(value);
  if (!result.success) throw invalid("file", "File has a manifest that cannot be read");
  return result.data;
}

/** SECURITY: what was changed on the way, by whomever, is refused before a row of it is looked at. */
async function verify(archive: Archive, { name, rows, bytes, sha256 }: BundleFile): Promise<void> {
  const digest = createHash("sha256");
  const counter = lineCounter(BUNDLE_LIMITS.lineBytes);
  let length = 0;
  for await (const chunk of archive.read(name)) {
    length += chunk.length;
    if (length > bytes) throw differs(name);
    digest.update(chunk);
    counter.add(chunk);
  }
  if (counter.lines() !== rows || length !== bytes || digest.digest("hex") !== sha256) throw differs(name);
}

const differs = (name: string) => invalid("file", `File holds a ${name} that is not the one its manifest describes`);

async function* rowsOf<Row>(archive: Archive, part: BundlePart<Row>, behind: number): AsyncGenerator<BundleRow<Row>> {
  let row = 0;
  for await (const line of linesOf(archive.read(part.file), BUNDLE_LIMITS.lineBytes)) {
    row += 1;
    if (row <= behind) continue;
    const value = parse(line);
    const result = part.row.safeParse(value);
    if (value === undefined) yield { row, issues: [{ path: "", message: "Line is not JSON" }] };
    else yield result.success ? { row, value: result.data } : { row, issues: fieldIssues(result.error) };
  }
}

/** The JSON of some bytes, or undefined for what is none. */
function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
