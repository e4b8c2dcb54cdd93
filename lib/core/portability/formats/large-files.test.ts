import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { readRows } from "./read-rows";

const MIB = 1024 * 1024;
const FILE_BYTES = 24 * MIB;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** The bytes that are in use now. What one collection finds free is given back by the next one at the latest. */
function used(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** A large file, made while it is read; `note` is told at each quarter of it what is in use. */
async function* file(head: string, row: (index: number) => string, tail: string, note: (bytes: number) => void) {
  yield Buffer.from(head);
  let index = 0;
  for (let quarter = 0; quarter < 4; quarter++) {
    for (let written = 0; written < FILE_BYTES / 4; ) {
      let text = "";
      while (text.length < 65_536) text += row(index++);
      written += text.length;
      yield Buffer.from(text);
    }
    note(used());
  }
  yield Buffer.from(tail);
}

const notes = "x".repeat(1_000);
const user = (index: number) => `{"email":"user${index}@example.com","notes":"${notes}"}`;

test.each<[name: string, head: string, row: (index: number) => string, tail: string, refused: string | null]>([
  ["CSV", "email,notes\n", (index) => `user${index}@example.com,"${notes}"\n`, "", null],
  ["NDJSON", "", (index) => `${user(index)}\n`, "", null],
  ["JSON", `{"users":[${user(0)}`, (index) => `,${user(index + 1)}`, "]}", null],
  ["a CSV field without end", 'email,notes\na@example.com,"', () => notes, '"\n', "Row is larger than 1 MiB"],
  ["a line without end", '{"email":"a@example.com"}\n{"email":"b@example.com","notes":"', () => notes, '"}\n', "Row is larger than 1 MiB"],
  ["brackets without end", '[{"email":"a@example.com","notes":', () => "[", "", "File ends in the middle of this row"],
])("%s: 24 MiB are read in the memory of one row", async (_, head, row, tail, refused) => {
  const readings: number[] = [];
  let count = 0;
  let messages: string[] = [];
  for await (const read of readRows(file(head, row, tail, (bytes) => readings.push(bytes)))) {
    count += read.row === count + 1 ? 1 : Number.NaN;
    if ("messages" in read) messages = read.messages;
  }
  const [begun, ended] = [Math.min(...readings.slice(0, 2)), Math.min(...readings.slice(2))];
  expect(ended - begun).toBeLessThan(7 * MIB);
  expect(messages).toEqual(refused === null ? [] : [refused]);
  if (refused === null) expect(count).toBeGreaterThan(20_000);
});
