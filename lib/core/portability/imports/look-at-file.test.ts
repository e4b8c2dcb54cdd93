import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lookAtFile } from "./look-at-file";

const sample = (name: string) => readFileSync(join(import.meta.dirname, "../formats/samples", name));

test("a file of a certain system is told, and has no columns to choose from", async () => {
  expect(await lookAtFile(sample("auth0.ndjson"))).toEqual({ format: "auth0", columns: [] });
  expect(await lookAtFile(sample("supabase.csv"))).toEqual({ format: "supabase", columns: [] });
});

test("a file of nobody's shows its columns, what they are taken for, and its first values, but no secret", async () => {
  const rows = Array.from({ length: 7 }, (_, index) => `u${index}@example.com,hunter22,$2b$10$abc,x${index}`);
  const csv = ["E-Mail,Password,old,api_key", ...rows].join("\n");
  const values = (from: (index: number) => string) => [0, 1, 2, 3, 4].map(from);
  expect(await lookAtFile(Buffer.from(csv))).toEqual({
    format: "csv",
    columns: [
      { name: "E-Mail", field: "email", values: values((index) => `u${index}@example.com`) },
      { name: "Password", field: "password", values: values(() => "…") },
      { name: "old", field: null, values: values(() => "…") },
      { name: "api_key", field: null, values: values(() => "…") },
    ],
  });
});

test("columns that name nobody can still be chosen; what is no file of users is refused with what it is", async () => {
  expect(await lookAtFile(Buffer.from("Kontakt\njane@example.com\n"))).toEqual({
    format: "csv",
    columns: [{ name: "Kontakt", field: null, values: ["jane@example.com"] }],
  });
  await expect(lookAtFile(Buffer.from("%PDF-1.7"))).rejects.toMatchObject({
    issues: [{ message: expect.stringContaining("File is a PDF document") }],
  });
});
