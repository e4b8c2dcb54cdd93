import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_ID } from "@/lib/kernel/ids";
import { idField, idParam, linkHeader, pagination, time } from "./shapes";

describe("an id", () => {
  test("in a path or a query is every positive integer; what is too large to exist is unknown", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: MAX_ID }), (id) => {
        expect(idParam.parse(String(id))).toBe(id);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: MAX_ID + 1n, max: 10n ** 40n }), (id) => {
        expect(idParam.parse(String(id))).toBe(0n);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(idParam.safeParse(text).success).toBe(/^[1-9][0-9]*$/.test(text));
      }),
    );
  });

  test("in a body is a positive integer that JSON carries exactly, and no text", () => {
    expect(idField.parse(Number.MAX_SAFE_INTEGER)).toBe(MAX_ID);
    for (const value of [0, -1, 1.5, 2 ** 53, Number.POSITIVE_INFINITY, Number.NaN, "1", null, true, [1], {}, undefined]) {
      expect(idField.safeParse(value).success).toBe(false);
    }
  });
});

describe("paging", () => {
  const paged = fc.record({
    page: fc.integer({ min: 1, max: 10 ** 15 }),
    perPage: fc.integer({ min: 1, max: 100 }),
    totalCount: fc.nat(5_000),
  });

  test("the pages hold everything, and no fewer would", () => {
    fc.assert(
      fc.property(paged, (page) => {
        const { total_pages, per_page, total_count } = pagination(page);
        expect(total_pages * per_page).toBeGreaterThanOrEqual(total_count);
        expect(total_pages === 0 ? total_count : Math.max(0, (total_pages - 1) * per_page - total_count + 1)).toBe(0);
      }),
    );
  });

  test("links lead to pages that exist, on this host, and keep the rest of the query", () => {
    fc.assert(
      fc.property(paged, fc.webQueryParameters(), (page, query) => {
        const { link = "" } = linkHeader(`http://localhost/api/sites?${query}`, page);
        const last = Math.max(1, Math.ceil(page.totalCount / page.perPage));
        const rels = [...link.matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(([, target = "", rel = ""]) => {
          const url = new URL(target, "http://localhost");
          expect(target.startsWith("/api/sites?")).toBe(true);
          const others = (from: URLSearchParams) => [...from].filter(([name]) => name !== "page");
          expect(others(url.searchParams)).toEqual(others(new URL(`http://localhost/?${query}`).searchParams));
          return [rel, Number(url.searchParams.get("page"))] as const;
        });
        expect(Object.fromEntries(rels)).toEqual({
          first: 1,
          last,
          ...(page.page > 1 ? { prev: Math.min(page.page - 1, last) } : {}),
          ...(page.page < last ? { next: page.page + 1 } : {}),
        });
      }),
    );
  });
});

describe("a time", () => {
  test("is UTC in whole seconds, cut and not rounded", () => {
    expect(time(new Date("2024-01-01T00:00:00.999Z"))).toBe("2024-01-01T00:00:00Z");
    expect(time(new Date("2024-06-30T23:59:59+02:00"))).toBe("2024-06-30T21:59:59Z");
  });
});
