import { fileDownload, type TextResponse } from "./file-download";

/** A CSV file that is sent as it is made. */
export function csvDownload(name: string, lines: AsyncIterable<string>): TextResponse {
  async function* content() {
    for await (const line of lines) yield Buffer.from(line);
  }
  return fileDownload(name, "text/csv; charset=utf-8", content());
}
