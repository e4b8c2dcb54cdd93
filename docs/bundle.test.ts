import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { bundleFile, manifest } from "@/lib/core/portability/bundle/manifest";
import { BUNDLE_PARTS } from "@/lib/core/portability/bundle/parts";

/** docs/bundle.md says what the code reads and writes. After a change: `npx vitest run docs --update`. */

type Property = {
  type?: string | string[];
  anyOf?: { type: string }[];
  description?: string;
  format?: string;
  const?: unknown;
  enum?: unknown[];
};

function typeOf({ type, anyOf, format, const: only, enum: choices }: Property): string {
  if (anyOf) return anyOf.map((part) => typeOf(part)).join(" or ");
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (choices) return choices.map((choice) => `\`${JSON.stringify(choice)}\``).join(" or ");
  const types = [type].flat().map((one) => (format === "date-time" && one === "string" ? "time" : one));
  return types.join(" or ");
}

/** The fields of a shape as a table. */
function table(shape: z.ZodType): string {
  const { properties = {}, required = [] } = z.toJSONSchema(shape) as { properties?: Record<string, Property>; required?: string[] };
  const rows = Object.entries(properties).map(
    ([name, property]) =>
      `| \`${name}\` | ${typeOf(property)}${required.includes(name) ? "" : ", with secrets only"} | ${property.description ?? ""} |`,
  );
  return ["| Field | Type | Meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

const TABLES: [name: string, shape: z.ZodType][] = [
  ["manifest.json", manifest],
  ["files", bundleFile],
  ...BUNDLE_PARTS.map(({ file, row }): [string, z.ZodType] => [file, row]),
];

test("bundle.md has the fields of every file as the code has them", async () => {
  const written = await readFile(new URL("bundle.md", import.meta.url), "utf8");
  let text = written;
  for (const [name, shape] of TABLES) {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    expect(text.split(begin)).toHaveLength(2);
    text = `${text.split(begin)[0]}${begin}\n${table(shape)}\n${end}${text.split(end)[1]}`;
  }
  await expect(text).toMatchFileSnapshot("bundle.md");
});

test("bundle.md shows lines that a reader takes", async () => {
  const written = await readFile(new URL("bundle.md", import.meta.url), "utf8");
  const examples = [...written.matchAll(/```json (\S+)\n([^`]+)```/g)];
  expect(examples.map(([, name]) => name)).toEqual(TABLES.map(([name]) => name).filter((name) => name !== "files"));
  for (const [, name, example = ""] of examples) {
    const shape = TABLES.find(([known]) => known === name)?.[1];
    expect(shape?.safeParse(JSON.parse(example))).toMatchObject({ success: true });
  }
});
