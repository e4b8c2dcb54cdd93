import { AppError } from "@/lib/kernel/errors";

/** A success that is no JSON but a file, as the contract of its route says. */
export type TextResponse = Response & { readonly status: 200; json(): Promise<string> };

/** What is known of a file: its length, and its first bytes, when they have been made. */
type Known = { readonly bytes?: number; readonly first?: Uint8Array | undefined };

/**
 * A file that is sent as it is made. The next bytes are asked for when the last ones are taken; whoever goes away ends the
 * making.
 *
 * One that ends before its length, because it was deleted on the way, breaks off: its reader would wait for the rest.
 */
export function fileDownload(name: string, type: string, content: AsyncGenerator<Uint8Array>, { bytes, first }: Known = {}): TextResponse {
  let sent = first?.length ?? 0;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (first) controller.enqueue(first);
      },
      async pull(controller) {
        const { done, value } = await content.next();
        sent += value?.length ?? 0;
        if (!done) controller.enqueue(value);
        else if (bytes === undefined || sent === bytes) controller.close();
        else controller.error(new AppError("not_found"));
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
