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
  const paged = fc
    .record({ page: fc.integer({ min: 1, max: 10 ** 15 }), perPage: fc.integer({ min: 1, max: 100 }), count: fc.nat(5_000) })
    .map(({ page, perPage, count }) => ({
      rows: [],
      perPage,
      next: page * perPage < count ? "onward" : null,
      counted: { page, total: { count, exact: true } },
    }));

  test("the pages hold everything, and no fewer would", () => {
    fc.assert(
      fc.property(paged, (page) => {
        const { total_pages = 0, per_page, total_count = 0 } = pagination(page);
        expect(total_pages * per_page).toBeGreaterThanOrEqual(total_count);
        expect(total_pages === 0 ? total_count : Math.max(0, (total_pages - 1) * per_page - total_count + 1)).toBe(0);
      }),
    );
  });

  /** Where each link leads; on this host, with the rest of the query kept. */
  const rels = ({ link = "" }: Record<string, string>, query: string) =>
    Object.fromEntries(
      [...link.matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(([, target = "", rel = ""]) => {
        const url = new URL(target, "http://localhost");
        expect(target.startsWith("/api/sites?")).toBe(true);
        const others = (from: URLSearchParams) => [...from].filter(([name]) => name !== "page" && name !== "cursor");
        expect(others(url.searchParams)).toEqual(others(new URL(`http://localhost/?${query}`).searchParams));
        return [rel, Number(url.searchParams.get("page")) || url.searchParams.get("cursor")] as const;
      }),
    );

  test("links lead to pages that exist, on this host, and keep the rest of the query", () => {
    fc.assert(
      fc.property(paged, fc.webQueryParameters(), (listed, query) => {
        const { page, total } = listed.counted;
        const last = Math.max(1, Math.ceil(total.count / listed.perPage));
        expect(rels(linkHeader(`http://localhost/api/sites?${query}`, listed), query)).toEqual({
          first: 1,
          last,
          ...(page > 1 ? { prev: Math.min(page - 1, last) } : {}),
          ...(page < last ? { next: page + 1 } : {}),
        });
      }),
    );
  });

  test("an estimate has no last page, and where no page number reaches the way on is a cursor", () => {
    const listed = (page: number) => ({
      rows: [],
      perPage: 100,
      next: "onward",
      counted: { page, total: { count: 300_000, exact: false } },
    });
    const linked = (page: number) => rels(linkHeader(`http://localhost/api/sites?per_page=100&page=${page}`, listed(page)), "per_page=100");
    expect(linked(7)).toEqual({ first: 1, prev: 6, next: 8 });
    expect(linked(1_000)).toEqual({ first: 1, prev: 999, next: 1_001 });
    expect(linked(1_001)).toEqual({ first: 1, prev: 1_000, next: "onward" });
    expect(pagination(listed(7))).toMatchObject({ total_pages: 3_000, total_count: 300_000, total_is: "estimate" });
  });

  test("behind a cursor there is a way on and one back to the start, and nothing is counted", () => {
    const listed = (next: string | null) => ({ rows: [], perPage: 25, next, counted: null });
    const linked = (next: string | null) =>
      rels(linkHeader("http://localhost/api/sites?cursor=here&per_page=25", listed(next)), "per_page=25");
    expect(linked("onward")).toEqual({ first: 1, next: "onward" });
    expect(linked(null)).toEqual({ first: 1 });
    expect(pagination(listed(null))).toEqual({ per_page: 25, next_cursor: null });
  });
});

describe("a time", () => {
  test("is UTC in whole seconds, cut and not rounded", () => {
    expect(time(new Date("2024-01-01T00:00:00.999Z"))).toBe("2024-01-01T00:00:00Z");
    expect(time(new Date("2024-06-30T23:59:59+02:00"))).toBe("2024-06-30T21:59:59Z");
  });
});
