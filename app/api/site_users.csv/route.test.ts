import { parse } from "csv-parse/sync";
import { afterEach, describe, expect, test, vi } from "vitest";
import { connections } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";

const HEADER =
  "id,uuid,external_id,email,email_verified_at,username,name,first_name,last_name,locale,metadata,private_metadata,blocked_at,last_sign_in_at,created_at,updated_at";

/** Names that spreadsheets, parsers and shells trip over. */
const NAMES = [
  ..."=+-@\t\r\n".split("").flatMap((first) => [first, `${first}1+1`, `${first}"x"`, `${first}cmd|' /C calc'!A0`]),
  '=HYPERLINK("https://evil.example";"Click")',
  "plain",
  "Doe, Jane",
  'Jane "JJ" Doe',
  "two\nlines",
  "carriage\rreturn",
  "both\r\nof them",
  "semi;colon",
  "'=1+1",
  " =1+1",
  "Ünïcödé 🎉",
  "a=b",
  "trailing ",
];

const get = ({ apiToken, site }: Tenant, query = "") => call("GET", `/api/site_users.csv?site_id=${site.id}${query}`, { token: apiToken });
const table = async (response: Promise<Response>) => parse(await (await response).text(), { columns: true }) as Record<string, string>[];

/** The headers that are about the file; the others tell what is left of the caller's budget. */
const fileHeaders = ({ headers }: Response) => Object.fromEntries([...headers].filter(([name]) => !name.startsWith("ratelimit")));

describe("GET /api/site_users.csv", () => {
  describe("200", () => {
    test("the whole table, as it is", async () => {
      const tenant = await makeTenant();
      const { id, uuid, createdAt, updatedAt } = await makeUser(tenant, "Jane@example.com");
      await tenant.context.db.siteUser.updateMany({
        data: { externalId: "crm-7", metadata: { plan: "pro" }, emailVerifiedAt: new Date("2024-01-02T03:04:05.678Z"), updatedAt },
      });
      const response = await get(tenant);
      const iso = (date: Date) => date.toISOString().replace(/\.?0*Z$/, "+00:00");
      expect([response.status, fileHeaders(response), await response.text()]).toEqual([
        200,
        {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="${tenant.site.slug}-users.csv"`,
          "cache-control": "no-store",
          "cross-origin-resource-policy": "same-origin",
          "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
          "referrer-policy": "no-referrer",
        },
        `${HEADER}\r\n${id},${uuid},"crm-7","Jane@example.com","2024-01-02T03:04:05.678+00:00",,"Jane",,,,"{""plan"": ""pro""}","{}",,,"${iso(createdAt)}","${iso(updatedAt)}"\r\n`,
      ]);
    });

    test("no name runs in a spreadsheet, and each comes back from a parser", async () => {
      const tenant = await makeTenant();
      const users = NAMES.map((name, at) => {
        const email = `${unique("jane")}@example.com`;
        return { id: newId(), email, emailCanonical: email, name, createdAt: new Date(2024, 0, 1, 0, 0, NAMES.length - at) };
      });
      await tenant.context.db.siteUser.createMany({ data: users });
      const found = (await table(get(tenant))).map(({ name }) => name ?? "");
      expect(found).toEqual(NAMES.map((name) => (/^[=+@\t\r\n-]/.test(name) ? `'${name}` : name)));
      expect(found.filter((name) => /^[=+@\t\r\n-]/.test(name))).toEqual([]);
    });

    test("holds the users that the filter lets through, of this one site, and never a hash", async () => {
      const mine = await makeTenant();
      for (const other of [await addSite(mine), await makeTenant()]) await makeUser(other);
      const [ann, bob] = [await makeUser(mine, "ann@example.com"), await makeUser(mine, "bob@example.com")];
      await mine.context.db.siteUser.updateMany({ where: { id: bob.id }, data: { emailVerifiedAt: new Date(), blockedAt: new Date() } });
      const emails = async (query: string) => (await table(get(mine, query))).map(({ email }) => email).toSorted();
      expect(await emails("")).toEqual([ann.email, bob.email]);
      expect(await emails("&search=ANN")).toEqual([ann.email]);
      expect(await emails("&search=%25")).toEqual([]);
      for (const hostile of ["'; DROP TABLE site_users; --", "\\\\'", '"', "$1", "\\0'"]) {
        expect([hostile, await emails(`&search=${encodeURIComponent(hostile)}`)]).toEqual([hostile, []]);
      }
      expect(await emails("&verified=true")).toEqual([bob.email]);
      expect(await emails("&blocked=false")).toEqual([ann.email]);
      expect(await (await get(mine)).text()).not.toMatch(/argon2|password/);
    });

    test("who goes away frees the cursor, and many who do not keep nobody from signing in", async () => {
      const tenant = await makeTenant();
      const users = Array.from({ length: 3_000 }, () => {
        const email = `${unique("jane")}@example.com`;
        return { id: newId(), email, emailCanonical: email };
      });
      await tenant.context.db.siteUser.createMany({ data: users });
      const readers = await Promise.all(
        Array.from({ length: 2 }, async () => {
          const reader = ((await get(tenant)).body as ReadableStream<Uint8Array>).getReader();
          for (let chunk = 0; chunk < 2; chunk += 1) await reader.read();
          return reader;
        }),
      );
      const busy = () => connections().longReads.totalCount - connections().longReads.idleCount;
      expect([busy(), connections().scoped.waitingCount]).toEqual([2, 0]);
      const more = await get(tenant);
      expect([more.status, more.headers.get("retry-after")]).toEqual([429, "5"]);
      expect(await table(get(await makeTenant()))).toEqual([]);
      await Promise.all(readers.map((reader) => reader.cancel()));
      expect(busy()).toBe(0);
      expect(await table(get(tenant))).toHaveLength(3_000);
    });
  });

  describe("400", () => {
    test("without a site, or with what is no id", async () => {
      const { apiToken } = await makeTenant();
      const ask = (query: string) => answer(call("GET", `/api/site_users.csv${query}`, { token: apiToken }));
      expect(await ask("")).toEqual(badRequest("Site ID can't be blank"));
      expect(await ask("?site_id=x")).toEqual(badRequest("Site ID must be a positive integer"));
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      expect(await answer(call("GET", "/api/site_users.csv?site_id=1"))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("somebody else's site", async () => {
      const [mine, theirs] = [await makeTenant(), await makeTenant()];
      expect(await answer(call("GET", `/api/site_users.csv?site_id=${theirs.site.id}`, { token: mine.apiToken }))).toEqual(notFound);
    });
  });

  describe("503", () => {
    afterEach(() => vi.useRealTimers());

    test("while eight are read already, and not a broken file", async () => {
      const tenant = await makeTenant();
      await makeUser(tenant);
      const taken = await Promise.all(Array.from({ length: 8 }, () => connections().longReads.connect()));
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      const refused = answer(get(tenant));
      await vi.waitUntil(() => connections().longReads.waitingCount === 1);
      vi.advanceTimersByTime(10_000);
      const told = await refused;
      for (const client of taken) client.release();
      expect(told).toMatchObject({ status: 503, body: { error: "Service Unavailable" } });
    });
  });
});
