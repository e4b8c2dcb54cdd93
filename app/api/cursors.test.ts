import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { env, setEnv } from "@/lib/kernel/env";
import { newId } from "@/lib/kernel/ids";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeSession, makeTenant, makeToken, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";

type Page = { ids: number[]; pagination: { next_cursor: string | null }; link: string | null };

/** A part of a list: the ids in it, whatever they are of. */
async function read({ apiToken }: Pick<Tenant, "apiToken">, path: string): Promise<Page> {
  const response = await call("GET", path, { token: apiToken });
  expect([path, response.status]).toEqual([path, 200]);
  const { pagination, ...lists } = (await response.json()) as Record<string, { id: number }[]> & { pagination: Page["pagination"] };
  return { ids: Object.values(lists).flatMap((rows) => rows.map(({ id }) => id)), pagination, link: response.headers.get("link") };
}

const cursorOf = async (tenant: Tenant, path: string) => (await read(tenant, path)).pagination.next_cursor ?? "";
const refused = badRequest("Cursor is not valid for this list");
const at = (tenant: Pick<Tenant, "apiToken">, path: string, cursor: string) =>
  answer(call("GET", `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`, { token: tenant.apiToken }));

/** A customer with three of everything that is listed. */
async function world() {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  for (const _ of [1, 2]) {
    await addSite(tenant);
    await makeUser(tenant);
  }
  for (const _ of [1, 2, 3]) {
    await makeToken(tenant, user);
    await makeSession(tenant, user);
  }
  return tenant;
}

const LISTS = ["/api/site_users", "/api/sites", "/api/site_user_sessions", "/api/sessions"];

describe.each(LISTS)("a cursor of %s", (path) => {
  test("leads through the whole list, with the link, in parts of any size, either way round", async () => {
    const tenant = await world();
    for (const sort of ["-created_at", "created_at"]) {
      const whole = await read(tenant, `${path}?sort=${sort}`);
      expect(whole.ids).toHaveLength(3);
      const one = await read(tenant, `${path}?sort=${sort}&per_page=1`);
      const next = /<([^>]*)>; rel="next"/.exec(
        (await read(tenant, `${path}?sort=${sort}&per_page=1&cursor=${one.pagination.next_cursor}`)).link ?? "",
      )?.[1];
      const two = await read(tenant, `${path}?sort=${sort}&per_page=2&cursor=${one.pagination.next_cursor}`);
      expect([...one.ids, ...two.ids]).toEqual(whole.ids);
      expect(two.pagination).toEqual({ per_page: 2, next_cursor: null });
      expect(two.link).not.toContain("next");
      expect((await read(tenant, next ?? "")).ids).toEqual(whole.ids.slice(2));
    }
  });

  test("is somebody else's to nobody, and changed it is none", async () => {
    const [tenant, other] = [await world(), await world()];
    const cursor = await cursorOf(tenant, `${path}?per_page=1`);
    expect((await at(tenant, path, cursor)).status).toBe(200);
    expect(await at(other, path, cursor)).toEqual(refused);
    const flipped = (index: number) => `${cursor.slice(0, index)}${cursor[index] === "A" ? "B" : "A"}${cursor.slice(index + 1)}`;
    const changed = [
      "",
      "x",
      "0",
      `${cursor}=`,
      `${cursor}A`,
      ` ${cursor}`,
      cursor.slice(1),
      cursor.slice(0, -1),
      cursor.slice(0, 20),
      cursor + cursor,
      ...[0, 1, 3, 10, 20, 40, cursor.length - 2].map(flipped),
    ];
    for (const text of changed) expect([text, await at(tenant, path, text)]).toEqual([text, refused]);
  });

  test("is of one list, one filter and one order; the size of a part is free", async () => {
    const tenant = await world();
    const cursor = await cursorOf(tenant, `${path}?per_page=1`);
    expect((await at(tenant, `${path}?per_page=2&sort=-created_at`, cursor)).status).toBe(200);
    expect(await at(tenant, `${path}?sort=created_at`, cursor)).toEqual(refused);
    const others = {
      "/api/site_users": [
        "search=e",
        "email=e@e.example",
        "verified=false",
        "blocked=false",
        "created_after=2000-01-01T00:00:00Z",
        "sort=email",
      ],
      "/api/sites": ["search=e", "slug=e", "deleted=false"],
      "/api/site_user_sessions": ["used=false", `site_id=${tenant.site.id}`],
    }[path];
    for (const query of others ?? []) expect([query, await at(tenant, `${path}?${query}`, cursor)]).toEqual([query, refused]);
    for (const list of LISTS) if (list !== path) expect(await at(tenant, list, cursor)).toEqual(refused);
  });

  test("ends with the key it was sealed by", async () => {
    const tenant = await world();
    const before = env();
    const cursor = await cursorOf(tenant, `${path}?per_page=1`);
    try {
      setEnv({ ...before, keys: [{ id: "new", bytes: Buffer.alloc(32, 7) }, ...before.keys] });
      expect((await at(tenant, path, cursor)).status).toBe(200);
      setEnv({ ...before, keys: [{ id: "new", bytes: Buffer.alloc(32, 7) }] });
      expect(await at(tenant, path, cursor)).toEqual(refused);
    } finally {
      setEnv(before);
    }
  });
});

test("a cursor tells nothing of where it stands, and is for whoever has a token of the account alone", async () => {
  const tenant = await makeTenant();
  for (const name of ["anna", "berta"]) await makeUser(tenant, `${name}@example.com`);
  const cursor = await cursorOf(tenant, "/api/site_users?sort=email&per_page=1");
  expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toContain("anna");
  expect((await at({ apiToken: "gma_nobody" }, "/api/site_users?sort=email", cursor)).status).toBe(401);
  expect((await at({ apiToken: "gma_nobody" }, "/api/sites", "x")).status).toBe(401);
});

describe("while others are made and deleted", () => {
  const moment = fc.integer({ min: 0, max: 3 });
  const user = fc.record({ at: moment, letter: fc.constantFrom("a", "b", "c") });
  const step = fc.record({
    perPage: fc.integer({ min: 1, max: 4 }),
    made: fc.array(user, { maxLength: 2 }),
    deleted: fc.option(fc.nat(20)),
    deletesPlace: fc.boolean(),
  });

  test("every user who is there throughout is read exactly once, and nobody twice", async () => {
    const tenant = await makeTenant();
    const path = `/api/site_users?site_id=`;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("created_at", "-created_at", "email", "-email"),
        fc.array(user, { minLength: 3, maxLength: 12 }),
        fc.array(step, { minLength: 1, maxLength: 4 }),
        async (sort, first, steps) => {
          const here = await addSite(tenant);
          const make = async ({ at, letter }: { at: number; letter: string }) => {
            const id = newId();
            await sql(
              `INSERT INTO site_users (id, account_id, site_id, email, email_canonical, created_at)
               VALUES ($1, $2, $3, $4, $4, timestamptz '2030-01-01Z' + $5 * interval '1 microsecond')`,
              [id, tenant.account.scope.accountId, here.site.id, `${letter}${id}@example.com`, at],
            );
            return Number(id);
          };
          const throughout = new Set<number>();
          for (const one of first) throughout.add(await make(one));
          const remove = async (id: number | undefined) => {
            if (id === undefined) return;
            throughout.delete(id);
            await sql("DELETE FROM site_users WHERE id = $1", [id]);
          };

          const seen: number[] = [];
          let cursor: string | null = null;
          for (let turn = 0; turn === 0 || cursor !== null; turn++) {
            const now = steps[turn % steps.length];
            const query = `${path}${here.site.id}&sort=${sort}&per_page=${now?.perPage}${cursor ? `&cursor=${cursor}` : ""}`;
            const part: Page = await read(tenant, query);
            seen.push(...part.ids);
            cursor = part.pagination.next_cursor;
            if (turn >= steps.length) continue;
            for (const one of now?.made ?? []) await make(one);
            if (now?.deletesPlace) await remove(part.ids.at(-1));
            if (typeof now?.deleted === "number") await remove([...throughout][now.deleted]);
          }
          expect(new Set(seen).size).toBe(seen.length);
          for (const id of throughout) expect(seen).toContain(id);
        },
      ),
      { numRuns: 25 },
    );
  });
});
