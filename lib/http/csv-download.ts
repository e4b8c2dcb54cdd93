/** A success that is no JSON but text, as the contract of its route says. */
type TextResponse = Response & { readonly status: 200; json(): Promise<string> };

/** A CSV file that is sent as it is made. */
export function csvDownload(fileName: string, lines: AsyncGenerator<string>): TextResponse {
  const bytes = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(bytes.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "referrer-policy": "no-referrer",
    },
  }) as TextResponse;
}
