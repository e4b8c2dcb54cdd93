import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { call, answer as read } from "@/lib/testing/call-route";
import { makeTenant, makeUser, PASSWORD, type Tenant } from "@/lib/testing/make-tenant";

/** How many passwords were hashed. */
const hashed = vi.hoisted(() => ({ times: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  const counting =
    <Arguments extends unknown[], Result>(work: (...given: Arguments) => Result) =>
    (...given: Arguments) => {
      hashed.times += 1;
      return work(...given);
    };
  return { ...real, hash: counting(real.hash), verify: counting(real.verify) };
});

const at = ({ site }: Tenant, path: string) => `/${site.slug}/auth${path}`;
const answer = (tenant: Tenant, path: string, json: unknown) => read(call("POST", at(tenant, path), { json }));

let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant();
});
beforeEach(() => {
  hashed.times = 0;
});

/** Values that no field takes, each as JSON. */
// biome-ignore format: a table
const SHAPES: readonly unknown[] = [
  null, true, false, 0, 1, -1, 1.5, 1e308, 2 ** 53, [], [[]], ["a"], [null], {}, { a: 1 }, { not: "" }, { contains: "@" },
  { set: "a" }, { $ne: null }, { toString: "a" }, { length: 8 }, { "0": "a", length: 1 }, { constructor: {} }, [{ a: [{}] }],
  "", " ", "\t", "\0", "a\0b", "\ud800", "\udfff", "\u202eevil", "a".repeat(2_000), "@", "a@", "@b.example", "a b@c.example",
  "a@b.example\r\nBcc: c@d.example", "<a@b.example>", "a@[127.0.0.1]",
];

describe("a body", () => {
  const FIELDS: Record<string, Record<string, string>> = {
    "/register": { email: "jane@example.com", password: PASSWORD },
    "/login": { email: "jane@example.com", password: PASSWORD },
    "/refresh": { refresh_token: "rft_x" },
    "/logout": { refresh_token: "rft_x" },
    "/password-reset/request": { email: "jane@example.com" },
    "/password-reset/confirm": { token: "rst_x", new_password: PASSWORD },
    "/email-verification/resend": { email: "jane@example.com" },
    "/email-verification/confirm": { token: "vfy_x" },
  };
  const cases = Object.entries(FIELDS).flatMap(([path, body]) => Object.keys(body).map((field) => [path, field, body] as const));

  test.each(cases)("of %s with anything for %s is refused, and no password hashed", async (path, field, body) => {
    for (const value of SHAPES) {
      const { status, body: said } = await answer(tenant, path, { ...body, [field]: value });
      if (typeof value !== "string" || field === "email") {
        const loc = ["body", field];
        expect([status, said], JSON.stringify(value)).toMatchObject([422, { detail: [{ loc }] }]);
      }
      expect(status).toBeLessThan(500);
    }
    if (!(path === "/login" && field === "password")) expect(hashed.times).toBe(path === "/register" && field === "password" ? 5 : 0);
  });

  test("of any other shape is refused, however deep, and no secret in it repeated", async () => {
    const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
    const bodies = [...SHAPES.filter((value) => typeof value !== "object" || value === null).map((value) => JSON.stringify(value)), deep];
    for (const body of [...bodies, `{"email":${deep}}`, `{"password":${deep}}`, `{"password":"hunter2hunter2"}`, '{"__proto__":{}}']) {
      const response = await call("POST", at(tenant, "/login"), { body, headers: { "content-type": "application/json" } });
      const text = await response.text();
      expect([response.status, text.includes("hunter2")], body.slice(0, 80)).toEqual([422, false]);
    }
  });

  test("may have more in it", async () => {
    const { email } = await makeUser(tenant);
    expect((await answer(tenant, "/login", { email: ` ${email.toUpperCase()} `, password: PASSWORD, remember: true })).status).toBe(200);
  });
});
