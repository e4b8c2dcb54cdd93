import { fileDownload, type TextResponse } from "./file-download";

/** A CSV file that is sent as it is made. */
export function csvDownload(name: string, content: AsyncGenerator<Uint8Array>): Promise<TextResponse> {
  return fileDownload(name, "text/csv; charset=utf-8", content);
}
