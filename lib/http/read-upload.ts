import { AppError } from "@/lib/kernel/errors";

/**
 * The body of a request as it arrives, for what is too large to be held. The next bytes are asked for when these are dealt
 * with, so that a slow reader slows the sender down.
 *
 * @throws AppError `too_large`, at once where the length is declared; `bad_request` when it does not arrive whole
 */
export async function* readUpload(request: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw new AppError("too_large");
  if (!request.body) return;
  const chunks = (request.body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  try {
    for (let bytes = 0; ; ) {
      const { done, value } = await chunks.next().catch((cause: unknown) => Promise.reject(new AppError("bad_request", { cause })));
      if (done) return;
      bytes += value.length;
      if (bytes > maxBytes) throw new AppError("too_large");
      yield value;
    }
  } finally {
    await chunks.return?.().catch(() => undefined);
  }
}
