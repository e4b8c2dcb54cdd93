import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from "yauzl";
import { invalid, isAppError } from "@/lib/kernel/errors";
import { ArchiveSource, type RandomAccess } from "./random-access";

/** What an archive may not go beyond. */
export type ArchiveLimits = {
  /** The longest an unpacked file may be. */
  readonly fileBytes: number;
  /** How many times as long as packed a file may be, once it is longer than `freeBytes`. */
  readonly ratio: number;
  readonly freeBytes: number;
};

/** An archive whose directory is what it should be. Nothing of what is in its files is known yet. */
export type Archive = {
  readonly names: readonly string[];
  /** The unpacked bytes of one of its files. */
  read(name: string): AsyncGenerator<Uint8Array>;
  close(): void;
};

const METHODS = { stored: 0, deflated: 8 };

/**
 * Opens a zip archive that may hold files of certain names, each once, and no others.
 *
 * SECURITY: only the central directory counts. Names are from a closed list, so none leads anywhere; nothing is ever written
 * under them. What a file says about its length is held against the limits here and against what comes out while it is read,
 * so a small archive that unpacks into a large one ends at the limit.
 *
 * @throws AppError `invalid`: no zip archive, damaged, or other than allowed; and whatever the source throws
 */
export async function openArchive(source: RandomAccess, allowed: readonly string[], limits: ArchiveLimits): Promise<Archive> {
  const reader = new ArchiveSource(source);
  const blamed = <Result>(work: Promise<Result>) => work.catch((error: unknown) => Promise.reject(refusalOf(error, reader)));
  const zip = await blamed(fromRandomAccessReaderPromise(reader, source.bytes, { strictFileNames: true, autoClose: false }));
  const entries = new Map<string, Entry>();
  try {
    if (zip.entryCount > allowed.length) throw invalid("file", "File holds more files than a bundle has");
    await blamed(collect(zip, entries, allowed, limits));
  } catch (error) {
    zip.close();
    throw error;
  }
  return {
    names: [...entries.keys()],
    async *read(name) {
      const entry = entries.get(name);
      if (!entry) return;
      try {
        yield* await zip.openReadStreamPromise(entry);
      } catch (error) {
        throw refusalOf(error, reader);
      }
    },
    close: () => zip.close(),
  };
}

async function collect(zip: ZipFile, entries: Map<string, Entry>, allowed: readonly string[], limits: ArchiveLimits): Promise<void> {
  for await (const entry of zip.eachEntry()) {
    const { fileName: name, compressedSize, uncompressedSize, compressionMethod } = entry;
    if (!allowed.includes(name)) throw invalid("file", "File holds something that is no part of a bundle");
    if (entries.has(name)) throw invalid("file", `File holds ${name} twice`);
    if (entry.isEncrypted()) throw invalid("file", `File holds ${name} behind a password`);
    if (!Object.values(METHODS).includes(compressionMethod)) throw invalid("file", `File holds ${name} in an unknown compression`);
    if (uncompressedSize > limits.fileBytes) throw invalid("file", `File holds a ${name} that is too large`);
    if (uncompressedSize > Math.max(limits.freeBytes, limits.ratio * compressedSize)) {
      throw invalid("file", `File holds a ${name} that is compressed too far`);
    }
    entries.set(name, entry);
  }
}

/** The archive's fault is a refusal; the source's own stays what it is. */
function refusalOf(error: unknown, { fault }: ArchiveSource): unknown {
  if (fault !== undefined) return fault;
  return isAppError(error) ? error : invalid("file", "File is damaged, or no zip archive");
}
