import { z } from "zod";
import { type Asked, DEEPEST, type Listed } from "@/lib/core/page";
import { AppError } from "@/lib/kernel/errors";
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

/** `page` and `per_page`, or `cursor` and `per_page`; more than a hundred a page are a hundred. */
export const partQuery = (perPage: number) => ({
  page: positive.optional().meta({ description: "Which page, counted from 1. Pages reach 100,000 records deep; a cursor reaches all." }),
  per_page: positive
    .default(perPage)
    .transform((count) => Math.min(count, 100))
    .meta({ description: "How many a page holds; more than 100 are 100." }),
  cursor: z.string().optional().meta({
    description: "What follows an earlier answer: its `next_cursor`, with the same filter and sort, and instead of `page`.",
  }),
});

/**
 * The part of a list that a query asks for.
 *
 * @throws AppError `bad_request` when it asks for a page and what follows a cursor
 */
export function askedPart({ page, per_page: perPage, cursor }: { page?: number; per_page: number; cursor?: string }): Asked {
  if (cursor === undefined) return { page: page ?? 1, perPage };
  if (page === undefined) return { cursor, perPage };
  throw new AppError("bad_request", { issues: [{ path: "cursor", message: "Cursor and page exclude each other" }] });
}

/** `sort`: by creation, or by what else is named; a minus in front sorts downwards. Newest first when it is not said. */
export const sortQuery = (...others: "email"[]) => {
  const columns = ["created_at", ...others];
  return z
    .enum([...columns, ...columns.map((column) => `-${column}`)], "is not one that is offered")
    .default("-created_at")
    .transform((sort) => ({ by: sort.endsWith("email") ? ("email" as const) : ("created" as const), descending: sort.startsWith("-") }))
    .meta({ description: "What the list is sorted by; a minus in front turns it round." });
};

/** A moment in a query. */
export const timeQuery = z.iso
  .datetime({ offset: true, error: "must be a time like 2024-01-01T00:00:00Z" })
  .transform((text) => new Date(text))
  .optional();

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
    total_is: z.enum(["exact", "estimate"]).meta({
      description: "Long lists are not counted to their end: then total_count and total_pages are estimates.",
      examples: ["exact"],
    }),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: "Leads on; null at the end.", examples: [null] }),
  })
  .partial({ page: true, total_pages: true, total_count: true, total_is: true })
  .meta({ id: "Pagination", description: "Behind a cursor nothing is counted: there are per_page and next_cursor only." });

/** The part of a list's answer that tells where in it one is. Behind a cursor nothing is counted. */
export function pagination({ perPage, next, counted }: Listed<unknown>): z.output<typeof paginationShape> {
  if (!counted) return { per_page: perPage, next_cursor: next };
  const { count, exact } = counted.total;
  return {
    page: counted.page,
    per_page: perPage,
    total_pages: Math.ceil(count / perPage),
    total_count: count,
    total_is: exact ? "exact" : "estimate",
    next_cursor: next,
  };
}

/**
 * The Link header of a list (RFC 8288), as paths of this host: first, previous, next and last page, as far as they are known. By
 * cursor it leads on from a page that was asked for by cursor, and to where no page number reaches.
 */
export function linkHeader(url: string, { perPage, next, counted }: Listed<unknown>): Record<string, string> {
  const link = (rel: string, name: "page" | "cursor", value: string | number) => {
    const target = new URL(url);
    for (const place of ["page", "cursor"]) if (place !== name) target.searchParams.delete(place);
    target.searchParams.set(name, String(value));
    return `<${target.pathname}${target.search}>; rel="${rel}"`;
  };
  const onward = next === null ? [] : [link("next", "cursor", next)];
  if (!counted) return { link: [link("first", "page", 1), ...onward].join(", ") };
  const { page, total } = counted;
  const last = total.exact ? Math.max(1, Math.ceil(total.count / perPage)) : Number.POSITIVE_INFINITY;
  const links = [
    link("first", "page", 1),
    ...(page > 1 ? [link("prev", "page", Math.min(page - 1, last))] : []),
    ...(next !== null && page * perPage <= DEEPEST ? [link("next", "page", page + 1)] : onward),
    ...(total.exact ? [link("last", "page", last)] : []),
  ];
  return { link: links.join(", ") };
}

/** An object without the fields that are undefined: absent stays absent. */
export function withoutAbsent<Fields extends Record<string, unknown>>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}
