import { describe, expect, test } from "vitest";
import { BCRYPT, readSample, SHA256 } from "@/lib/testing/import-samples";

describe("files in nobody's own names are detected, and read to the last field", () => {
  test("CSV, in the names that people write", async () => {
    expect(await readSample("generic.csv")).toEqual({
      format: "csv",
      rows: [
        {
          row: 1,
          user: {
            email: "ada@example.com",
            emailVerified: true,
            firstName: "Ada",
            lastName: "Lovelace",
            createdAt: new Date("2023-05-01T00:00:00Z"),
            passwordHash: BCRYPT,
            metadata: { plan: "gold" },
            privateMetadata: { imported: { "Shoe size": "37", Notes: 'Likes "violets";\nand engines' } },
          },
        },
        { row: 2, messages: ["Created at is not a date"] },
        { row: 3, messages: ["Email is missing"] },
        { row: 4, messages: ["Row has 2 columns where the header has 9 columns"] },
      ],
    });
  });

  test("NDJSON", async () => {
    expect(await readSample("generic.ndjson")).toEqual({
      format: "ndjson",
      rows: [
        {
          row: 1,
          user: {
            externalId: "1001",
            email: "ada@example.com",
            name: "Ada Lovelace",
            password: "Tulips-in-April",
            metadata: { plan: "gold" },
            privateMetadata: { imported: { constructor: "Babbage" } },
          },
        },
        { row: 2, user: { externalId: "1002", email: "grace@example.com", passwordHash: SHA256 } },
        { row: 3, messages: ["Row is not valid JSON"] },
        { row: 4, messages: ["Row is not a JSON object"] },
      ],
    });
  });
});
