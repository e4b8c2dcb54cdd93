import { expect, test } from "vitest";
import { fileDownload } from "./file-download";

async function* pieces(...texts: (string | Error)[]) {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield Buffer.from(text);
  }
}

const download = (bytes: number | undefined, ...texts: (string | Error)[]) => fileDownload("a.txt", "text/plain", pieces(...texts), bytes);

test("a file is whole, or it breaks off without a word about why", async () => {
  expect(await (await download(undefined)).text()).toBe("");
  expect(await (await download(undefined, "ab", "cd")).text()).toBe("abcd");
  expect(await (await download(4, "ab", "cd")).text()).toBe("abcd");
  for (const broken of [download(4, "ab"), download(undefined, "ab", new Error("secret"))]) {
    await expect((await broken).text()).rejects.toMatchObject({ message: "The file breaks off here", stack: "" });
  }
});

test("what goes wrong before the first byte is an answer", async () => {
  await expect(download(4)).rejects.toMatchObject({ code: "not_found" });
  await expect(download(undefined, new Error("before"))).rejects.toThrow("before");
});
