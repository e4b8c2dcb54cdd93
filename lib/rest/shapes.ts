import { z } from "zod";
import { MAX_ID } from "@/lib/kernel/ids";

/** Ids, paging and times as the public API writes them. */

/** An id in a path or a query: a positive integer. One that is too large to exist is simply unknown. */
export const idParam = z
  .string()
  .regex(/^[1-9]\d*$/, "must be a positive integer")
  .transform((text) => (text.length > 16 || BigInt(text) > MAX_ID ? 0n : BigInt(text)));

/** An id in a JSON body. */
export const idField = z
  .int("must be an integer")
  .positive("must be an integer")
  .transform((value) => BigInt(value));

/** Yes or no in a query. */
export const flag = z.enum(["true", "false", "1", "0"], "must be true or false").transform((text) => text === "true" || text === "1");

const positive = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, "must be a positive integer")
  .transform(Number);

/** `page` and `per_page`; more than a hundred a page are a hundred. */
export const pageQuery = (perPage: number) => ({
  page: positive.default(1),
  per_page: positive.default(perPage).transform((count) => Math.min(count, 100)),
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
