import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";

/** A success that is no JSON but a file, as the contract of its route says. */
export type TextResponse = Response & { readonly status: 200; json(): Promise<string> };

/**
 * A file that is sent as it is made. The next bytes are asked for when the last ones are taken; whoever goes away ends the
 * making.
 *
 * One that ends before its length, because it was deleted on the way, breaks off: its reader would wait for the rest.
 *
 * @param bytes how long it is, where that is known
 * @throws whatever keeps its first bytes from being made: until then nothing has been answered
 */
export async function fileDownload(name: string, type: string, content: AsyncGenerator<Uint8Array>, bytes?: number): Promise<TextResponse> {
  let sent = 0;
  const next = async () => {
    const { done, value } = await content.next();
    sent += value?.length ?? 0;
    if (done && bytes !== undefined && sent < bytes) throw new AppError("not_found");
    return done ? null : value;
  };
  const first = await next();
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (first) controller.enqueue(first);
      },
      async pull(controller) {
        const chunk = await next().catch((error: unknown) => Promise.reject(brokenOff(error)));
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
      async cancel() {
        await content.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      ...(bytes === undefined ? {} : { "content-length": String(bytes) }),
      "cache-control": "no-store",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "referrer-policy": "no-referrer",
    },
  }) as TextResponse;
}

/** SECURITY: the listener writes the message of what it is given behind the bytes that are out already: it tells nothing. */
function brokenOff(error: unknown): Error {
  log.warn({ detail: String(error) }, "a download broke off");
  return Object.assign(new Error("The file breaks off here"), { stack: "" });
}
