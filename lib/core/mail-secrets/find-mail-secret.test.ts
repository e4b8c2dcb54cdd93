import { beforeEach, describe, expect, test, vi } from "vitest";
import { send, tally } from "@/lib/testing/hosted-pages";
import { newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { findMailSecret } from "./find-mail-secret";

/** Every code that was really compared with a stored one. */
const compared = vi.hoisted(() => [] as string[]);

vi.mock("@/lib/kernel/secrets", async (original) => {
  const real = await original<typeof import("@/lib/kernel/secrets")>();
  return {
    ...real,
    isCodeOf(mac: Uint8Array, code: string, context: string) {
      compared.push(code);
      return real.isCodeOf(mac, code, context);
    },
  };
});

const NEW = "a brand new password";
const other = (code: string | null, by: number) => String((Number(code) + by) % 1_000_000).padStart(6, "0");

let tenant: Tenant;
let email: string;
const path = () => `/${tenant.site.slug}/reset-password`;
const guess = (code: string) => send(path(), { email, code, password: NEW });

async function newCode(): Promise<string> {
  await send(path(), { email });
  const { code } = await newestMail(tenant, email);
  compared.length = 0;
  return code ?? "";
}

beforeEach(async () => {
  tenant = await makeTenant();
  email = (await makeUser(tenant)).email;
});

describe("guessing at a code", () => {
  test("sixty wrong guesses and the right one, all at once: three are compared", async () => {
    const code = await newCode();
    const volley = [...Array.from({ length: 60 }, (_, index) => other(code, index + 1)), code];
    const answers = await Promise.all(volley.map(guess));
    expect(compared).toHaveLength(3);
    expect(tally(answers)[303] ?? 0).toBe(compared.includes(code) ? 1 : 0);
    // Thirty a day for the address, of which three reach the code: the other answers are refusals of one kind or the other.
    expect(tally(answers)[429]).toBe(31);
  });

  test("three wrong ones, one after the other, and the right one is void", async () => {
    const code = await newCode();
    for (const by of [1, 2, 3]) expect((await guess(other(code, by))).status).toBe(422);
    expect((await guess(code)).status).toBe(422);
    expect(compared).toHaveLength(3);
  });

  test("two wrong ones leave the third", async () => {
    const code = await newCode();
    for (const by of [1, 2]) await guess(other(code, by));
    expect((await guess(code)).status).toBe(303);
  });

  test("a new code gives three new guesses and voids the old one", async () => {
    const older = await newCode();
    for (const by of [1, 2, 3]) await guess(other(older, by));
    const newer = await newCode();
    expect((await guess(older)).status).toBe(422);
    expect((await guess(other(newer, 1))).status).toBe(422);
    expect((await guess(newer)).status).toBe(303);
  });

  test("what cannot be a code is refused before anything is reserved", async () => {
    const code = await newCode();
    for (const typed of ["", "12345", "1234567", "abcdef", "①②③④⑤⑥", "12345⁶", " ", "0x1234"])
      expect((await guess(typed)).status).toBe(422);
    expect(compared).toEqual([]);
    expect((await guess(code)).status).toBe(303);
  });

  test("a guess at one site or user costs nothing elsewhere", async () => {
    const code = await newCode();
    const neighbour = await makeTenant();
    await makeUser(neighbour, email);
    await send(`/${neighbour.site.slug}/reset-password`, { email });
    await newestMail(neighbour, email);
    compared.length = 0;
    for (let attempt = 0; attempt < 31; attempt++) await send(`/${neighbour.site.slug}/reset-password`, { email, code, password: NEW });
    expect((await guess(code)).status).toBe(303);
  });

  test("thirty a day are all, whatever the codes are for", async () => {
    const code = await newCode();
    const verify = () => send(`/${tenant.site.slug}/verify-email`, { email, code });
    for (let attempt = 0; attempt < 30; attempt++) expect((await verify()).status).toBe(422);
    expect((await verify()).status).toBe(429);
    expect((await guess(code)).status).toBe(429);
    await sql("UPDATE attempts SET window_ends_at = now() WHERE site_id = $1", [tenant.site.id]);
    expect((await guess(code)).status).toBe(303);
  });

  test("the newest code counts, also when it is used up: an older one does not come back to life", async () => {
    const older = await newCode();
    const newer = await newCode();
    for (const by of [1, 2, 3]) await guess(other(newer, by));
    compared.length = 0;
    expect((await guess(older)).status).toBe(422);
    expect(compared).toEqual([]);
  });

  test("codes are kept as keyed hashes bound to their row: a code moved to another row is a wrong one", async () => {
    const code = await newCode();
    const rows = await sql<{ text: string }>("SELECT t::text AS text FROM mail_tokens t WHERE site_id = $1", [tenant.site.id]);
    expect(rows.map(({ text }) => text).join()).not.toContain(code);
    const victim = await makeUser(tenant);
    await send(path(), { email: victim.email });
    await newestMail(tenant, victim.email);
    await sql(
      `UPDATE mail_tokens v SET code_mac = m.code_mac FROM mail_tokens m
       WHERE m.site_id = $1 AND m.email_canonical = $2 AND v.site_id = $1 AND v.email_canonical = $3`,
      [tenant.site.id, email, victim.email],
    );
    expect((await send(path(), { email: victim.email, code, password: NEW })).status).toBe(422);
  });
});

describe("parallel mails", () => {
  test("eight mails that are asked for at once: one link is alive afterwards", async () => {
    for (let round = 0; round < 8; round++) {
      const user = await makeUser(tenant);
      await Promise.all(Array.from({ length: 4 }, () => send(path(), { email: user.email })));
      await newestMail(tenant, user.email);
      const [row] = await sql<{ alive: number }>(
        "SELECT count(*)::int AS alive FROM mail_tokens WHERE site_user_id = $1 AND used_at IS NULL AND expires_at > now()",
        [user.id],
      );
      expect(row?.alive).toBe(1);
    }
  });
});

describe("looking", () => {
  test("spends nothing and tells the purpose, the site and the time from each other", async () => {
    await send(path(), { email });
    const { token } = await newestMail(tenant, email);
    for (let look = 0; look < 3; look++) await findMailSecret(tenant.context, "reset_password", { token });
    const stranger = await makeTenant();
    const refused = [
      () => findMailSecret(tenant.context, "verify_email", { token }),
      () => findMailSecret(stranger.context, "reset_password", { token }),
      () => findMailSecret(tenant.context, "reset_password", { token: token.toLowerCase() }),
    ];
    for (const look of refused) await expect(look()).rejects.toMatchObject({ code: "link_unusable" });
    await sql("UPDATE mail_tokens SET expires_at = now() WHERE site_id = $1", [tenant.site.id]);
    await expect(findMailSecret(tenant.context, "reset_password", { token })).rejects.toMatchObject({ code: "link_unusable" });
  });

  test("a verification link lives for a day", async () => {
    const address = `${unique("jane")}@example.com`;
    await send(`/${tenant.site.slug}/signup`, { email: address, password: PASSWORD });
    const { token } = await newestMail(tenant, address);
    await findMailSecret(tenant.context, "verify_email", { token });
    const [row] = await sql<{ hours: number }>(
      "SELECT round(extract(epoch FROM expires_at - created_at) / 3600)::int AS hours FROM mail_tokens WHERE site_id = $1",
      [tenant.site.id],
    );
    expect(row?.hours).toBe(24);
  });
});
