import { fileDownload, type TextResponse } from "./file-download";

/**
 * A CSV file that is sent as it is made.
 *
 * @throws whatever keeps its first lines from being made: until then nothing has been answered
 */
export async function csvDownload(name: string, content: AsyncGenerator<Uint8Array>): Promise<TextResponse> {
  const { value: first } = await content.next();
  return fileDownload(name, "text/csv; charset=utf-8", content, { first });
}
