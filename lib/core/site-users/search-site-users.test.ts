import { describe, expect, test } from "vitest";
import { makeTenant, makeUser, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { STRETCH } from "../keyset";
import { searchSiteUsers } from "./search-site-users";

describe("searching the users of a site", () => {
  test.each(["50%", "a_b", "back\\slash", "o'hara", "100% *"])("finds just the text that was typed: %s", async (text) => {
    const tenant = await makeTenant();
    const [wanted] = [await makeUser(tenant), await makeUser(tenant)];
    await sql("UPDATE site_users SET name = $2 WHERE id = $1", [wanted.id, `the ${text} one`]);
    const { rows } = await searchSiteUsers(tenant.context, { search: `  ${text} ` });
    expect(rows.map(({ id }) => id)).toEqual([wanted.id]);
  });

  test("takes anything that stands in an address", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    for (const search of [undefined, "", "  ", "\0", ["a", "b"]]) {
      expect((await searchSiteUsers(tenant.context, { search })).rows.map(({ id }) => id)).toEqual([user.id]);
    }
    for (const search of ["\ud800", "%", "_", "x".repeat(10_000)])
      expect((await searchSiteUsers(tenant.context, { search })).rows).toEqual([]);
    for (const after of ["x", "-1", "1-", "99999999999999999999-1", ["1-1"], "1-1;"]) {
      expect((await searchSiteUsers(tenant.context, { after })).rows).toHaveLength(1);
    }
  });

  test("leads through all of them, each once, with the filter kept", async () => {
    const tenant = await makeTenant();
    const domain = `${unique("shop")}.example`;
    for (let count = 0; count < STRETCH * 2 + 3; count++) await makeUser(tenant, `${unique("u")}@${count % 2 ? domain : "other.example"}`);
    const through = async (search: string) => {
      const pages: bigint[][] = [];
      let next: string | null | undefined;
      while (next !== null) {
        const stretch = await searchSiteUsers(tenant.context, { search, after: next });
        pages.push(stretch.rows.map(({ id }) => id));
        next = stretch.next;
      }
      return pages;
    };
    expect((await through("")).map(({ length }) => length)).toEqual([STRETCH, STRETCH, 3]);
    expect(new Set((await through("")).flat()).size).toBe(STRETCH * 2 + 3);
    expect((await through(domain)).map(({ length }) => length)).toEqual([STRETCH, 1]);
  });
});
