import { z } from "zod";
import { MAX_ID } from "@/lib/kernel/ids";
import { jsonSchema } from "./json-schema";

/** Ids, paging and times as the public API reads, writes and documents them. */

/** An id in a path or a query: a positive integer. One that is too large to exist is simply unknown. */
export const idParam = z
  .string()
  .regex(/^[1-9]\d*$/, "must be a positive integer")
  .transform((text) => (text.length > 16 || BigInt(text) > MAX_ID ? 0n : BigInt(text)))
  .meta({ type: "integer", pattern: undefined, minimum: 1, examples: [4821] });

/** An id in a JSON body. */
export const idField = z
  .int("must be an integer")
  .positive("must be an integer")
  .transform((value) => BigInt(value));

/** An id in an answer. */
export const idShape = z
  .int()
  .positive()
  .meta({ examples: [4821] });

/** A time in an answer. */
export const timeShape = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  .meta({ format: "date-time", description: "UTC, in whole seconds", examples: ["2026-01-31T12:00:00Z"] });

/** What the deletion of a record, or another thing done, answers with. */
export const messageShape = z.strictObject({ message: z.string().meta({ examples: ["Done"] }) });

/** A field of a body that the use-case judges by its rule: anything goes in here, and the rule is what is documented. */
export function judged(rule: z.ZodType, more: { description?: string; examples?: string[] } = {}) {
  const { default: _, ...documented } = jsonSchema(rule, "input");
  return z.unknown().meta({ ...documented, ...more });
}

/** A field that we send and nobody sets. It may be sent back, and is left out. */
export const sentBack = z.unknown().meta({ readOnly: true, description: "Read only: what is sent is ignored." });

/** Yes or no in a query. */
export const flag = z
  .enum(["true", "false", "1", "0"], "must be true or false")
  .transform((text) => text === "true" || text === "1")
  .meta({ type: "boolean", enum: undefined });

const positive = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, "must be a positive integer")
  .transform(Number)
  .meta({ type: "integer", pattern: undefined, minimum: 1 });

/** `page` and `per_page`; more than a hundred a page are a hundred. */
export const pageQuery = (perPage: number) => ({
  page: positive.default(1).meta({ description: "Which page, counted from 1." }),
  per_page: positive
    .default(perPage)
    .transform((count) => Math.min(count, 100))
    .meta({ description: "How many a page holds; more than 100 are 100." }),
});

export const searchQuery = z
  .string()
  .max(200, "is too long")
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "contains characters that are not allowed")
  .optional();

/** UTC, whole seconds: 2024-01-01T00:00:00Z. */
export function time(value: Date): string {
  return `${value.toISOString().slice(0, 19)}Z`;
}

const count = z.int().nonnegative();

export const paginationShape = z
  .strictObject({
    page: z
      .int()
      .positive()
      .meta({ examples: [1] }),
    per_page: z
      .int()
      .positive()
      .meta({ examples: [25] }),
    total_pages: count.meta({ examples: [1] }),
    total_count: count.meta({ examples: [1] }),
  })
  .meta({ id: "Pagination" });

/** The part of a list's answer that tells where in it one is. */
export function pagination({ page, perPage, totalCount }: { page: number; perPage: number; totalCount: number }) {
  return { page, per_page: perPage, total_pages: Math.ceil(totalCount / perPage), total_count: totalCount };
}

/** The Link header of a list (RFC 8288): first, previous, next and last page, as paths of this host. */
export function linkHeader(
  url: string,
  { page, perPage, totalCount }: { page: number; perPage: number; totalCount: number },
): Record<string, string> {
  const last = Math.max(1, Math.ceil(totalCount / perPage));
  const pages: [string, number | null][] = [
    ["first", 1],
    ["prev", page > 1 ? Math.min(page - 1, last) : null],
    ["next", page < last ? page + 1 : null],
    ["last", last],
  ];
  const link = ([rel, number]: [string, number | null]) => {
    const target = new URL(url);
    target.searchParams.set("page", String(number));
    return `<${target.pathname}${target.search}>; rel="${rel}"`;
  };
  return {
    link: pages
      .filter(([, number]) => number !== null)
      .map(link)
      .join(", "),
  };
}

/** An object without the fields that are undefined: absent stays absent. */
export function withoutAbsent<Fields extends Record<string, unknown>>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}
