import { expect, test } from "vitest";
import { fileDownload } from "./file-download";

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

const download = (known: Parameters<typeof fileDownload>[3], ...texts: string[]) =>
  fileDownload("a.txt", "text/plain", pieces(...texts), known).text();

test("a file is whole, or breaks off", async () => {
  expect(await download({}, "ab", "cd")).toBe("abcd");
  expect(await download({ bytes: 4 }, "ab", "cd")).toBe("abcd");
  expect(await download({ bytes: 4, first: Buffer.from("ab") }, "cd")).toBe("abcd");
  await expect(download({ bytes: 4 }, "ab")).rejects.toMatchObject({ code: "not_found" });
  await expect(download({ bytes: 4 })).rejects.toMatchObject({ code: "not_found" });
});
