/** A success that is no JSON but a file, as the contract of its route says. */
export type TextResponse = Response & { readonly status: 200; json(): Promise<string> };

/** What is known of a file: its length, and its first bytes, when they have been made. */
type Known = { readonly bytes?: number; readonly first?: Uint8Array | undefined };

/**
 * A file that is sent as it is made. The next bytes are asked for when the last ones are taken; whoever goes away ends the
 * making.
 */
export function fileDownload(name: string, type: string, content: AsyncGenerator<Uint8Array>, { bytes, first }: Known = {}): TextResponse {
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (first) controller.enqueue(first);
      },
      async pull(controller) {
        const { done, value } = await content.next();
        if (done) controller.close();
        else controller.enqueue(value);
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
