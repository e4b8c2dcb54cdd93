import { AppError } from "@/lib/kernel/errors";

/** The most that a request may bring, but for the routes that say otherwise. */
export const MAX_BODY_BYTES = 64 * 1024;

/**
 * Reads a whole body as text, up to a limit.
 *
 * A length that is said is looked at first, and the parser lets no more through. Without one the bytes are counted as they come.
 *
 * @throws AppError `too_large`; `bad_request` when it is not UTF-8, begins with a byte-order mark, or did not arrive whole
 */
export async function readBody(request: Request, maxBytes = MAX_BODY_BYTES): Promise<string> {
  const length = request.headers.get("content-length");
  if (Number(length ?? 0) > maxBytes) throw new AppError("too_large");
  // Asked for first: `body` alone makes streams, which cost as much as a statement.
  if (length === "0") return "";
  try {
    const bytes = length === null ? await countedBytes(request, maxBytes) : new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > maxBytes) throw new AppError("too_large");
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text.startsWith("\ufeff")) throw new AppError("bad_request");
    return text;
  } catch (error) {
    throw error instanceof AppError ? error : new AppError("bad_request", { cause: error });
  }
}

async function countedBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AppError("too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
