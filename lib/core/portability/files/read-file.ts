import { selectPiece } from "@/lib/db/hot/stored-pieces";
import type { SiteContext } from "@/lib/db/resolve";
import { unsealBytes } from "@/lib/kernel/secrets";
import { PIECE_BYTES, pieceContext } from "./piece";

/**
 * The bytes of a stored file of a site, from one place to before another, piece by piece. Whoever stops reading stops the
 * asking; nothing is held open in between.
 *
 * A file that is not there has no bytes. SECURITY: a piece that was changed or put elsewhere throws.
 */
export async function* readFile(
  { scope }: SiteContext,
  fileId: bigint,
  { from = 0, to = Number.POSITIVE_INFINITY }: { from?: number; to?: number } = {},
): AsyncGenerator<Buffer> {
  for (let n = Math.floor(from / PIECE_BYTES); n * PIECE_BYTES < to; n += 1) {
    const sealed = await selectPiece(scope, fileId, n);
    if (!sealed) return;
    const piece = unsealBytes(sealed, pieceContext(fileId, n));
    yield piece.subarray(Math.max(0, from - n * PIECE_BYTES), to - n * PIECE_BYTES);
    if (piece.length < PIECE_BYTES) return;
  }
}
