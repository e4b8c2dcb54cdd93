import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { counted } from "@/lib/kernel/counters";
import { logged } from "@/lib/testing/logged";
import { outliveStrayErrors } from "./last-resort";

test("an error that nobody catches is logged and counted, and that is all", async () => {
  const told = new EventEmitter();
  outliveStrayErrors(told, []);
  const already = counted().stray_errors;
  const lines = await logged("info", async () => {
    told.emit("unhandledRejection", new Error("forgotten"));
    told.emit("uncaughtException", "thrown");
  });
  expect(counted().stray_errors - already).toBe(2);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 50, detail: expect.stringContaining("Error: forgotten") },
    { level: 50, detail: "thrown" },
  ]);
});

test("that nobody reads what is written any more is counted and told to nobody: telling would fail again, for ever", async () => {
  const output = new EventEmitter();
  outliveStrayErrors(new EventEmitter(), [output]);
  const already = counted().stray_errors;
  const lines = await logged("info", async () => void output.emit("error", new Error("write EPIPE")));
  expect([counted().stray_errors - already, lines]).toEqual([1, []]);
});
