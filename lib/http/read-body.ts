import { AppError } from "@/lib/kernel/errors";

/** The most that a request may bring, but for the routes that say otherwise. */
export const MAX_BODY_BYTES = 64 * 1024;

/**
 * Reads a whole body as text, up to a limit.
 *
 * The declared length is looked at first, then the bytes are counted as they come: a body that lies is cut off early.
 *
 * @throws AppError `too_large`; `bad_request` when it is not UTF-8, begins with a byte-order mark, or did not arrive whole
 */
export async function readBody(request: Request, maxBytes = MAX_BODY_BYTES): Promise<string> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > maxBytes) throw new AppError("too_large");
  if (!request.body || request.headers.get("content-length") === "0") return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new AppError("too_large");
      chunks.push(chunk);
    }
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
    if (text.startsWith("\ufeff")) throw new AppError("bad_request");
    return text;
  } catch (error) {
    throw error instanceof AppError ? error : new AppError("bad_request", { cause: error });
  }
}
