import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import { addSite, makeTenant } from "@/lib/testing/make-tenant";
import { rowsOf, sql } from "@/lib/testing/sql";
import { deleteFile } from "./delete-file";
import { PIECE_BYTES } from "./piece";
import { readFile } from "./read-file";
import { writeFile } from "./write-file";

async function* inChunksOf(bytes: number, content: Uint8Array) {
  for (let at = 0; at < content.length; at += bytes) yield content.subarray(at, at + bytes);
}

async function read(site: SiteContext, fileId: bigint, range?: { from?: number; to?: number }): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readFile(site, fileId, range)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sha256 = (content: Uint8Array) => new Uint8Array(createHash("sha256").update(content).digest());

describe("a stored file", () => {
  test("comes back byte for byte, whatever its length and however it arrived", async () => {
    const { context: site } = await makeTenant();
    for (const length of [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 2 * PIECE_BYTES + 77_777]) {
      const content = randomBytes(length);
      const file = await writeFile(site, inChunksOf(Math.max(1, Math.ceil(length / 3)), content));
      expect(file).toEqual({ fileId: expect.any(BigInt), bytes: length, sha256: sha256(content) });
      expect((await read(site, file.fileId)).equals(content)).toBe(true);
      const { count } =
        (await sql<{ count: number }>("SELECT count(*)::int FROM stored_file_chunks WHERE file_id = $1", [file.fileId]))[0] ?? {};
      expect(count).toBe(Math.ceil(length / PIECE_BYTES));
    }
  });

  test("is read from anywhere to anywhere", async () => {
    const { context: site } = await makeTenant();
    const content = randomBytes(2 * PIECE_BYTES + 100);
    const { fileId } = await writeFile(site, inChunksOf(99_999, content));
    const edges = [
      0,
      1,
      PIECE_BYTES - 1,
      PIECE_BYTES,
      PIECE_BYTES + 1,
      2 * PIECE_BYTES,
      content.length - 1,
      content.length,
      content.length + 9,
    ];
    for (const from of edges) {
      for (const to of edges) {
        expect((await read(site, fileId, { from, to })).equals(content.subarray(from, Math.max(from, to)))).toBe(true);
      }
    }
  });

  test("is nobody else's, not even another site's of the same account", async () => {
    const mine = await makeTenant();
    const others = [await addSite(mine), await makeTenant()];
    const { fileId } = await writeFile(mine.context, inChunksOf(10, Buffer.from("mine, and nobody else's")));
    for (const { context } of others) {
      expect(await read(context, fileId)).toEqual(Buffer.alloc(0));
      await deleteFile(context, fileId);
    }
    expect((await read(mine.context, fileId)).toString()).toBe("mine, and nobody else's");
    await deleteFile(mine.context, fileId);
    expect(await read(mine.context, fileId)).toEqual(Buffer.alloc(0));
    expect(await rowsOf(`stored_file_chunks WHERE file_id = ${fileId}`)).toBe(0);
  });

  test("is unreadable in a dump, and a piece opens in its own place only", async () => {
    const { context: site } = await makeTenant();
    const marker = "a very telling sentence";
    const content = Buffer.concat([Buffer.from(marker), randomBytes(PIECE_BYTES), Buffer.from(marker)]);
    const { fileId } = await writeFile(site, inChunksOf(50_000, content));
    const other = await writeFile(site, inChunksOf(50_000, content));
    const [dump] = await sql<{ found: boolean }>("SELECT bool_or(position($1::bytea in sealed) > 0) AS found FROM stored_file_chunks", [
      marker,
    ]);
    expect(dump).toEqual({ found: false });
    await sql(
      "UPDATE stored_file_chunks c SET sealed = o.sealed FROM stored_file_chunks o WHERE c.file_id = $1 AND o.file_id = $2 AND c.n = o.n",
      [fileId, other.fileId],
    );
    await expect(read(site, fileId)).rejects.toThrow();
    await sql(
      "UPDATE stored_file_chunks c SET sealed = o.sealed FROM stored_file_chunks o WHERE c.file_id = $1 AND o.file_id = $1 AND c.n = 0 AND o.n = 1",
      [other.fileId],
    );
    await expect(read(site, other.fileId)).rejects.toThrow();
  });
});

describe("writing a file", () => {
  test("ends at its limit and leaves nothing, and the source is told", async () => {
    const { context: site } = await makeTenant();
    let given = 0;
    let ended = false;
    async function* endless() {
      try {
        for (;;) {
          given += 100_000;
          yield Buffer.alloc(100_000);
        }
      } finally {
        ended = true;
      }
    }
    await expect(writeFile(site, endless(), { maxBytes: 2 * PIECE_BYTES })).rejects.toMatchObject({ code: "too_large" });
    expect(given).toBeLessThan(4 * PIECE_BYTES);
    expect(ended).toBe(true);
    expect(await rowsOf(`stored_files WHERE site_id = ${site.scope.siteId}`)).toBe(0);
  });

  test("a file of exactly the limit is fine", async () => {
    const { context: site } = await makeTenant();
    expect(await writeFile(site, inChunksOf(7, Buffer.alloc(700)), { maxBytes: 700 })).toMatchObject({ bytes: 700 });
    await expect(writeFile(site, inChunksOf(7, Buffer.alloc(701)), { maxBytes: 700 })).rejects.toMatchObject({ code: "too_large" });
  });

  test("fails with its source and leaves nothing", async () => {
    const { context: site } = await makeTenant();
    async function* failing() {
      yield Buffer.alloc(PIECE_BYTES + 1);
      throw new Error("the line went dead");
    }
    await expect(writeFile(site, failing())).rejects.toThrow("the line went dead");
    expect(await rowsOf(`stored_files WHERE site_id = ${site.scope.siteId}`)).toBe(0);
  });

  test("tells its id before the first byte is asked for", async () => {
    const { context: site } = await makeTenant();
    const order: string[] = [];
    async function* source() {
      order.push("asked");
      yield Buffer.from("x");
    }
    const begun = async (fileId: bigint) => order.push(`${await rowsOf(`stored_files WHERE id = ${fileId}`)} file`);
    await writeFile(site, source(), { begun });
    expect(order).toEqual(["1 file", "asked"]);
  });

  test("a file that was deleted meanwhile stays deleted", async () => {
    const { context: site } = await makeTenant();
    let fileId = newId();
    async function* source() {
      yield Buffer.alloc(PIECE_BYTES);
      await deleteFile(site, fileId);
      yield Buffer.alloc(PIECE_BYTES);
    }
    const begun = async (id: bigint) => {
      fileId = id;
    };
    await expect(writeFile(site, source(), { begun })).rejects.toMatchObject({ code: "not_found" });
    expect(await rowsOf(`stored_file_chunks WHERE file_id = ${fileId}`)).toBe(0);
  });
});
