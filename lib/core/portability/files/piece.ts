/** How much of a file one row holds, before it is sealed; the last piece may be shorter. */
export const PIECE_BYTES = 1024 * 1024;

/** What a sealed piece is bound to: its file and its place in it. */
export const pieceContext = (fileId: bigint, n: number) => `stored_files:${fileId}:${n}`;
