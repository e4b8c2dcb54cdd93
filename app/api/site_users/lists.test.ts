import { describe, expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";
import { expectRefusals } from "@/lib/testing/unchanged";

type Listed = { site_users: { id: number; email: string }[]; pagination: { next_cursor: string | null } };

const list = ({ apiToken }: Tenant, query = "") => answer(call("GET", `/api/site_users${query}`, { token: apiToken }));
const emails = async (tenant: Tenant, query: string) => {
  const { status, body } = await list(tenant, query);
  expect([query, status]).toEqual([query, 200]);
  return (body as Listed).site_users.map(({ email }) => email.split("@")[0]);
};

/** Users who differ in everything that can be filtered: ada, bob and cid, made in this order a day apart. */
async function three() {
  const tenant = await makeTenant();
  const second = await addSite(tenant);
  for (const [email, at, of] of [
    ["bob@example.com", "2030-01-02T12:00:00.5Z", second],
    ["ada@example.com", "2030-01-01T12:00:00Z", tenant],
    ["Cid@Other.example", "2030-01-03T12:00:00Z", tenant],
  ] as const) {
    const { id } = await makeUser(of, email);
    await sql("UPDATE site_users SET created_at = $2 WHERE id = $1", [id, at]);
  }
  await sql("UPDATE site_users SET email_verified_at = now() WHERE email_canonical LIKE 'ada%'");
  await sql("UPDATE site_users SET blocked_at = now() WHERE email_canonical LIKE 'bob%'");
  return { tenant, second };
}

describe("GET /api/site_users by filter and sort", () => {
  test("each filter alone, and together", async () => {
    const { tenant, second } = await three();
    const expected = {
      "": ["Cid", "bob", "ada"],
      "email=ada@example.com": ["ada"],
      "email=%20CID@OTHER.EXAMPLE%20": ["Cid"],
      "email=ada@example": [],
      "email=example.com": [],
      "email=": ["Cid", "bob", "ada"],
      "created_after=2030-01-02T12:00:00Z": ["Cid", "bob"],
      "created_after=2030-01-02T12:00:00.500Z": ["Cid"],
      "created_after=2030-01-02T14:00:00%2B02:00": ["Cid", "bob"],
      "created_before=2030-01-02T12:00:00Z": ["ada"],
      "created_after=2030-01-01T12:00:00Z&created_before=2030-01-03T12:00:00Z": ["bob"],
      "verified=true": ["ada"],
      "verified=0": ["Cid", "bob"],
      "blocked=1": ["bob"],
      "blocked=false": ["Cid", "ada"],
      "verified=false&blocked=false": ["Cid"],
      "verified=true&blocked=true": [],
      [`site_id=${second.site.id}&blocked=true`]: ["bob"],
      [`site_id=${tenant.site.id}&blocked=true`]: [],
      "search=EXAMPLE.COM&blocked=false": ["ada"],
      "search=i": ["Cid"],
      "search=b@": ["bob"],
      "search=jane": [],
    };
    for (const [query, found] of Object.entries(expected)) expect([query, await emails(tenant, `?${query}`)]).toEqual([query, found]);
  });

  test("sorted by creation or by address, both ways", async () => {
    const { tenant, second } = await three();
    const expected = {
      "sort=-created_at": ["Cid", "bob", "ada"],
      "sort=created_at": ["ada", "bob", "Cid"],
      "sort=email": ["ada", "bob", "Cid"],
      "sort=-email": ["Cid", "bob", "ada"],
      "sort=email&verified=false": ["bob", "Cid"],
      "sort=email&per_page=1&page=2": ["bob"],
      [`sort=email&site_id=${second.site.id}`]: ["bob"],
    };
    for (const [query, found] of Object.entries(expected)) expect([query, await emails(tenant, `?${query}`)]).toEqual([query, found]);
  });

  test("what is none of them is 400", async () => {
    const tenant = await makeTenant();
    const time = "must be a time like 2024-01-01T00:00:00Z";
    const sort = badRequest("Sort is not one that is offered");
    await expectRefusals(
      [
        ...["name", "created", "-", "", "id", "email,created_at", "EMAIL"].map((value) => [`sort=${value}`, sort] as const),
        ...["2024-01-01", "2024-01-01T00:00:00", "now", "", "0", "2024-13-01T00:00:00Z", "2024-01-01T00:00:00 02:00"].map(
          (value) => [`created_after=${value}`, badRequest(`Created after ${time}`)] as const,
        ),
        ["created_before=yesterday", badRequest(`Created before ${time}`)],
        ["verified=yes", badRequest("Verified must be true or false")],
        ["blocked=", badRequest("Blocked must be true or false")],
        ["email=%00", badRequest("Email contains characters that are not allowed")],
        [`email=${"a".repeat(201)}`, badRequest("Email is too long")],
        ["cursor=x&page=1", badRequest("Cursor and page exclude each other")],
      ],
      (query) => list(tenant, `?${query}`),
    );
  });
});

describe("GET /api/site_users by page, far behind", () => {
  test("is refused where a cursor would do, and empty where it is known that the list has ended", async () => {
    const tenant = await makeTenant();
    await sql(
      `INSERT INTO site_users (id, account_id, site_id, email, email_canonical)
       SELECT $1::bigint + n, $2, $3, n || '@example.com', n || '@example.com' FROM generate_series(1, 10001) n`,
      [newId() / 2n, tenant.account.scope.accountId, tenant.site.id],
    );
    const far = "?per_page=100&page=1002";
    const tooFar = badRequest("Page is more than 100,000 records behind the start; follow next_cursor instead");
    expect(await list(tenant, far)).toEqual(tooFar);
    expect(await list(tenant, `${far}&search=nobody`)).toEqual({
      status: 200,
      body: {
        site_users: [],
        pagination: { page: 1002, per_page: 100, total_pages: 0, total_count: 0, total_is: "exact", next_cursor: null },
      },
    });
    const response = await call("GET", "/api/site_users?per_page=100&page=101", { token: tenant.apiToken });
    const { site_users, pagination } = (await response.json()) as Listed;
    expect(site_users).toHaveLength(1);
    expect(pagination).toMatchObject({ page: 101, total_is: "estimate", next_cursor: null });
    expect(response.headers.get("link")).toBe(
      '</api/site_users?per_page=100&page=1>; rel="first", </api/site_users?per_page=100&page=100>; rel="prev"',
    );
  });
});
