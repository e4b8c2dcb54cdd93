import { createHash } from "node:crypto";
import { insertPiece } from "@/lib/db/hot/stored-pieces";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { sealBytes } from "@/lib/kernel/secrets";
import { deleteFile } from "./delete-file";
import { PIECE_BYTES, pieceContext } from "./piece";

export type WrittenFile = { readonly fileId: bigint; readonly bytes: number; readonly sha256: Uint8Array<ArrayBuffer> };

type Options = {
  readonly maxBytes?: number;
  /** Told the id before the first piece: whoever keeps it can delete what a killed process leaves behind. */
  readonly begun?: (fileId: bigint) => Promise<unknown>;
};

/**
 * Stores a file of a site in sealed pieces. It is whole, or nothing of it is left.
 *
 * The source is asked for more only when a piece is written, so that a slow database slows the source down, and one piece is
 * all that is ever in memory. Each piece is committed by itself: a slow upload holds no connection.
 *
 * @throws AppError `too_large` as soon as the source has given more than `maxBytes`; and whatever the source throws
 */
export async function writeFile(
  site: SiteContext,
  source: AsyncIterable<Uint8Array>,
  { maxBytes = Number.POSITIVE_INFINITY, begun }: Options = {},
): Promise<WrittenFile> {
  const { id: fileId } = await site.db.storedFile.create({ data: { id: newId() }, select: { id: true } });
  try {
    await begun?.(fileId);
    const digest = createHash("sha256");
    let [n, bytes] = [0, 0];
    for await (const piece of pieces(source)) {
      bytes += piece.length;
      if (bytes > maxBytes) throw new AppError("too_large");
      digest.update(piece);
      if (!(await insertPiece(site.scope, fileId, n, sealBytes(piece, pieceContext(fileId, n))))) throw new AppError("not_found");
      n += 1;
    }
    return { fileId, bytes, sha256: new Uint8Array(digest.digest()) };
  } catch (error) {
    await deleteFile(site, fileId).catch(() => undefined);
    throw error;
  }
}

/** The source's bytes in pieces of full size, but for the last one. A piece is valid until the next one is asked for. */
async function* pieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let filled = 0;
  for await (const chunk of source) {
    for (let taken = 0; taken < chunk.length; ) {
      const part = chunk.subarray(taken, taken + PIECE_BYTES - filled);
      piece.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled === PIECE_BYTES) {
        yield piece;
        filled = 0;
      }
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
