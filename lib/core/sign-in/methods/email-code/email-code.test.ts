import { describe, expect, test } from "vitest";
import { beginSession } from "@/lib/core/sessions/begin-session";
import { getSession } from "@/lib/core/sessions/get-session";
import { signIn } from "@/lib/core/sign-in/sign-in";
import { signUp } from "@/lib/core/sign-in/sign-up";
import type { Visitor } from "@/lib/core/sign-in/visitor";
import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { deleteSiteUser } from "@/lib/core/site-users/delete-site-user";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { addSite, makeTenant, makeToken, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { confirmCode } from "./confirm-code";
import { requestCode } from "./request-code";
import { resendCode } from "./resend-code";

const RULE = { digits: 6, lifetimeS: 900, maxGuesses: 5, mayCreate: true } as const;

let visitors = 0;
const visitor = (browser?: string): Visitor => ({
  ip: `192.0.2.${++visitors % 250}/${visitors}`,
  browserHash: browser === undefined ? null : sha256(browser),
  program: true,
  language: "en",
  aside: (wait) => wait(),
});

const nobody = () => `${unique("new")}@example.com`;
const ask = (tenant: Tenant, email: string, rule: Partial<Parameters<typeof requestCode>[2]> = {}) =>
  requestCode(tenant.context, { email }, { ...RULE, ...rule }, visitor());
const show = ({ context }: Tenant, shown: Parameters<typeof confirmCode>[1], mayCreate = true, by = visitor()) =>
  confirmCode(context, shown, { mayCreate }, by);
const codeOf = async (tenant: Tenant, email: string) => (await newestMail(tenant, email)).code ?? "";
/** The same digits as an Arabic keyboard has them. */
const arabic = (digits: string) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));
const others = (code: string, count: number) =>
  Array.from({ length: count }, (_, index) => String((Number(code) + index + 1) % 1_000_000).padStart(6, "0"));
const refusal = (code: string) => expect.objectContaining({ code });
const usersOf = ({ site }: Tenant) =>
  sql<{ email: string; proved: boolean; sealed: unknown }>(
    "SELECT email, email_verified_at IS NOT NULL AS proved, password_sealed AS sealed FROM site_users WHERE site_id = $1 ORDER BY id",
    [site.id],
  );
const again = ({ site }: Tenant) => sql("DELETE FROM attempts WHERE site_id = $1", [site.id]);

/** As if an attempt that was counted once had been made so often. */
const counted = ({ site }: Tenant, key: string, count: number) =>
  sql("UPDATE attempts SET count = $3 WHERE site_id = $1 AND key = $2 AND count = 1", [site.id, sha256(key), count]);

describe("a code", () => {
  test("signs in who shows it, by the device or by the address, and is good once", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    for (const by of ["device", "email"] as const) {
      const { device, expiresInS } = await ask(tenant, ` ${user.email.toUpperCase()} `);
      expect([device, expiresInS]).toEqual([expect.stringMatching(/^dev_[\w-]{48}$/), 900]);
      const code = await codeOf(tenant, user.email);
      const shown = by === "device" ? { device, code: ` ${code.slice(0, 3)}-${arabic(code.slice(3))}` } : { email: user.email, code };
      const proof = { passwordSealed: null, budgets: [], secondFactor: false };
      expect(await show(tenant, shown)).toEqual({ kind: "signed_in", siteUserId: user.id, proof, by: "email_code", created: false });
      expect(await show(tenant, shown)).toEqual({ kind: "spent", failed: 1, most: 5 });
    }
    expect(await usersOf(tenant)).toMatchObject([{ proved: true }]);
  });

  test("is mailed alone, without a link, and is kept and queued nowhere in the clear", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    const { device } = await ask(tenant, email, { digits: 8, lifetimeS: 300 });
    const { code, links, subject, text } = await newestMail(tenant, email);
    expect([code, links, subject]).toEqual([expect.stringMatching(/^\d{8}$/), [], "Your sign-in code for Acme"]);
    expect(text).toContain("once, for 5 minutes");
    const rows = await sql<{ row: string }>("SELECT c::text AS row FROM email_codes c");
    for (const secret of [device, code ?? ""]) expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test("makes a user of an address that nobody has, proved and without a password", async () => {
    const tenant = await makeTenant({ emailVerification: "required" });
    const email = nobody();
    const { device } = await ask(tenant, email);
    const outcome = await show(tenant, { device, code: await codeOf(tenant, email) });
    expect(outcome).toMatchObject({ kind: "signed_in", created: true });
    expect(await usersOf(tenant)).toEqual([{ email, proved: true, sealed: null }]);
    await expect(signIn(tenant.context, { email, password: PASSWORD }, visitor())).rejects.toEqual(refusal("wrong_credentials"));
  });

  test("that may make no user, or at a site that takes none, is not mailed to an address that nobody has", async () => {
    const closed = await makeTenant({ signUps: false });
    for (const [tenant, mayCreate] of [
      [await makeTenant(), false],
      [closed, true],
      [await makeTenant({ signupEndpoint: { url: "https://users.example/signup", apiKey: "key" } } as object), true],
    ] as const) {
      const email = nobody();
      const { device } = await ask(tenant, email, { mayCreate });
      expect(await mailsTo(tenant, email)).toEqual([]);
      expect(await show(tenant, { device, code: "123456" }, mayCreate)).toEqual({ kind: "wrong", failed: 1, most: 5 });
      expect(await usersOf(tenant)).toEqual([]);
    }
    const email = nobody();
    const open = await makeTenant();
    const { device } = await ask(open, email);
    const code = await codeOf(open, email);
    expect(await show(open, { device, code }, false)).toMatchObject({ kind: "wrong" });
    expect(await usersOf(open)).toEqual([]);
  });

  test("shown by 64 at once signs in one, and makes one user", async () => {
    const tenant = await makeTenant();
    const emails = [nobody(), (await makeUser(tenant)).email];
    for (const email of emails) {
      const { device } = await ask(tenant, email, { maxGuesses: 40 });
      const code = await codeOf(tenant, email);
      const outcomes = await Promise.allSettled(Array.from({ length: 64 }, () => show(tenant, { device, code })));
      const kinds = outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value.kind : outcome.reason.code));
      expect(kinds.filter((kind) => kind === "signed_in")).toHaveLength(1);
      expect(new Set(kinds)).toEqual(new Set(["signed_in", "spent", "too_many_attempts"]));
    }
    expect(await usersOf(tenant)).toHaveLength(2);
  });

  test("that has expired says so, for as long as it is the newest", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    const { device } = await ask(tenant, email);
    const code = await codeOf(tenant, email);
    await show(tenant, { device, code: others(code, 1)[0] ?? "" });
    await sql("UPDATE email_codes SET expires_at = now() WHERE site_id = $1", [tenant.site.id]);
    expect(await show(tenant, { device, code })).toEqual({ kind: "expired", failed: 1, most: 5 });
    await ask(tenant, email);
    expect(await show(tenant, { device, code })).toEqual({ kind: "spent", failed: 1, most: 5 });
  });

  test("is unknown at another site, with another device or none, and of a user who is gone", async () => {
    const tenant = await makeTenant();
    const sibling = await addSite(tenant);
    const user = await makeUser(tenant);
    await makeUser(sibling, user.email);
    const { device } = await ask(tenant, user.email);
    const code = await codeOf(tenant, user.email);
    await changingNothing(async () => {
      expect(await show(sibling, { device, code })).toEqual({ kind: "unknown" });
      expect(await show(sibling, { email: user.email, code })).toEqual({ kind: "unknown" });
      expect(await resendCode(sibling.context, device, visitor())).toBe("unknown");
      for (const wrong of ["", "dev_", device.slice(0, -1), ` ${device}`, device.toUpperCase(), newToken("dev_"), newToken("vfy_")]) {
        expect(await show(tenant, { device: wrong, code })).toEqual({ kind: "unknown" });
        expect(await resendCode(tenant.context, wrong, visitor())).toBe("unknown");
      }
      expect(await show(tenant, { email: "no address", code })).toEqual({ kind: "unknown" });
    });
    await deleteSiteUser(tenant.account, user.id);
    expect(await show(tenant, { device, code })).toEqual({ kind: "unknown" });
  });

  test("of a blocked user is like a wrong one, and none is mailed", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const { device } = await ask(tenant, user.email);
    const code = await codeOf(tenant, user.email);
    await blockSiteUser(tenant.context, user.id);
    expect(await show(tenant, { device, code })).toEqual({ kind: "wrong", failed: 1, most: 5 });
    await ask(tenant, user.email);
    expect(await mailsTo(tenant, user.email)).toHaveLength(1);
  });
});

describe("asking again", () => {
  test("voids the code before, by a new request and for the same device", async () => {
    const tenant = await makeTenant();
    const { email, id } = await makeUser(tenant);
    const first = await ask(tenant, email);
    const old = await codeOf(tenant, email);
    const { device } = await ask(tenant, email);
    expect(await show(tenant, { device: first.device, code: old })).toEqual({ kind: "spent", failed: 0, most: 5 });
    expect(await resendCode(tenant.context, first.device, visitor())).toBe("unknown");
    const before = await codeOf(tenant, email);
    expect(await resendCode(tenant.context, device, visitor())).toBe("mailed");
    expect(await show(tenant, { device, code: before })).toMatchObject({ kind: "wrong", failed: 1 });
    expect(await show(tenant, { device, code: await codeOf(tenant, email) })).toMatchObject({ kind: "signed_in", siteUserId: id });
    expect(await resendCode(tenant.context, device, visitor())).toBe("unknown");
  });

  test("mails an address that nobody has again if it was mailed before", async () => {
    const tenant = await makeTenant();
    for (const mayCreate of [true, false]) {
      const email = nobody();
      const { device } = await ask(tenant, email, { mayCreate });
      await runJobs();
      expect(await resendCode(tenant.context, device, visitor())).toBe("mailed");
      expect(await mailsTo(tenant, email)).toHaveLength(mayCreate ? 2 : 0);
    }
  });

  test("works for a code that has expired, which then lives as long as the first", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    const { device } = await ask(tenant, email, { lifetimeS: 120 });
    await runJobs();
    await sql("UPDATE email_codes SET created_at = created_at - interval '1 hour', expires_at = expires_at - interval '1 hour'", []);
    expect(await resendCode(tenant.context, device, visitor())).toBe("mailed");
    const code = await codeOf(tenant, email);
    const [row] = await sql<{ s: number }>("SELECT extract(epoch FROM expires_at - now())::int AS s FROM email_codes WHERE site_id = $1", [
      tenant.site.id,
    ]);
    expect(row?.s).toBeGreaterThan(110);
    expect(await show(tenant, { device, code })).toMatchObject({ kind: "signed_in" });
  });

  test("is refused after five in an hour, for a known address like for any; the last that was mailed stays good", async () => {
    const tenant = await makeTenant();
    const known = (await makeUser(tenant)).email;
    const devices: string[] = [];
    for (const email of [nobody(), known]) {
      for (let request = 0; request < 5; request++) devices.push((await ask(tenant, email, { mayCreate: false })).device);
      for (let request = 0; request < 3; request++) {
        await expect(ask(tenant, email)).rejects.toEqual(refusal("too_many_attempts"));
        await expect(resendCode(tenant.context, devices.at(-1) ?? "", visitor())).rejects.toEqual(refusal("too_many_attempts"));
      }
    }
    const code = await codeOf(tenant, known);
    expect(await mailsTo(tenant, known)).toHaveLength(1);
    expect(await show(tenant, { device: devices.at(-1) ?? "", code })).toMatchObject({ kind: "signed_in" });
  });

  test("refuses what is no address", async () => {
    const tenant = await makeTenant();
    for (const email of [undefined, null, "", "jane", 1, {}, [], true]) {
      await expect(requestCode(tenant.context, { email }, RULE, visitor())).rejects.toEqual(refusal("invalid"));
    }
  });
});

describe("guesses", () => {
  test("200 at once, the right one last, are compared as often as the code says", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    for (const by of ["device", "email"] as const) {
      const { device } = await ask(tenant, email, { maxGuesses: 3 });
      const code = await codeOf(tenant, email);
      const guess = (text: string) => show(tenant, by === "device" ? { device, code: text } : { email, code: text });
      const guesses = await Promise.allSettled([...others(code, 199), code].map(guess));
      const kinds = guesses.map((outcome) => (outcome.status === "fulfilled" ? outcome.value.kind : outcome.reason.code));
      expect(kinds.filter((kind) => kind === "wrong" || kind === "signed_in").length).toBeLessThanOrEqual(3);
      expect(kinds.filter((kind) => kind === "too_many_attempts")).toHaveLength(170);
      await again(tenant);
    }
  });

  test("are thirty a day for an address, over all its codes, and another request gives no more", async () => {
    const tenant = await makeTenant();
    for (const email of [nobody(), (await makeUser(tenant)).email]) {
      const seen: string[] = [];
      for (let round = 0; round < 6; round++) {
        await sql("DELETE FROM attempts WHERE site_id = $1 AND key = $2", [tenant.site.id, sha256(`sign-in code asked for:${email}`)]);
        const { device } = await ask(tenant, email, { mayCreate: false, maxGuesses: 3 });
        seen.push(
          await show(tenant, { device, code: "not one" }).then(
            ({ kind }) => kind,
            ({ code }) => code,
          ),
        );
        if (round === 0) await counted(tenant, `code guess:${email}`, 27);
      }
      expect(seen).toEqual([...Array(4).fill("wrong"), ...Array(2).fill("too_many_attempts")]);
    }
  });

  test("are answered alike, whether or not anybody has the address", async () => {
    const tenant = await makeTenant();
    const blocked = await makeUser(tenant);
    await blockSiteUser(tenant.context, blocked.id);
    const answers = [];
    for (const email of [nobody(), (await makeUser(tenant)).email, blocked.email]) {
      const answer: unknown[] = [];
      const { device, ...rest } = await ask(tenant, email, { mayCreate: false, maxGuesses: 2 });
      answer.push(device.length, rest, await sql("SELECT digits, guesses FROM email_codes WHERE device_hash = $1", [sha256(device)]));
      await runJobs();
      for (let guess = 0; guess < 3; guess++) answer.push(await show(tenant, { email, code: "not one" }));
      answer.push(await resendCode(tenant.context, device, visitor()));
      answers.push(answer);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(answers[0]?.slice(3)).toEqual([
      { kind: "wrong", failed: 1, most: 2 },
      { kind: "wrong", failed: 2, most: 2 },
      { kind: "spent", failed: 2, most: 2 },
      "unknown",
    ]);
  });

  test("at many addresses close the budget of the visitor's own", async () => {
    const tenant = await makeTenant();
    const by = visitor();
    const { email } = await makeUser(tenant);
    const { device } = await ask(tenant, email);
    const code = await codeOf(tenant, email);
    await show(tenant, { device, code: "not one" }, true, by);
    await counted(tenant, `sign-in address:${by.ip}`, 99);
    await show(tenant, { device, code: "not one" }, true, by);
    await expect(show(tenant, { device, code }, true, by)).rejects.toEqual(refusal("too_many_attempts"));
    expect(await show(tenant, { device, code })).toMatchObject({ kind: "signed_in" });
  });
});

describe("the first proof of an address", () => {
  /** Somebody signs up with an address, and opens what they can. */
  async function signedUp(browser: string) {
    const tenant = await makeTenant();
    const email = nobody();
    const by = visitor(browser);
    const outcome = await signUp(tenant.context, { email, password: PASSWORD }, by);
    if (outcome.kind !== "signed_in") throw new Error("signed in");
    await runJobs();
    const session = await beginSession(
      tenant.context,
      outcome,
      { dialect: "fastgen", accessS: 900, refreshS: null },
      { ip: "192.0.2.1", userAgent: null },
    );
    await makeToken(tenant, { id: outcome.siteUserId });
    const works = async () => ({
      password: await signIn(tenant.context, { email, password: PASSWORD }, visitor()).then(
        () => true,
        () => false,
      ),
      session: await getSession(tenant.context, session.access.text).then(
        () => true,
        () => false,
      ),
      open: (
        await sql(
          `SELECT 1 FROM callback_tokens WHERE site_user_id = $1 AND expires_at > now() AND used_at IS NULL
         UNION ALL SELECT 1 FROM mail_tokens WHERE site_user_id = $1 AND expires_at > now() AND used_at IS NULL`,
          [outcome.siteUserId],
        )
      ).length,
    });
    return { tenant, email, works };
  }

  test("voids what a stranger set and opened before it", async () => {
    const { tenant, email, works } = await signedUp("stranger");
    expect(await works()).toEqual({ password: true, session: true, open: 2 });
    const { device } = await ask(tenant, email);
    const code = await codeOf(tenant, email);
    expect(await show(tenant, { device, code }, true, visitor("owner"))).toMatchObject({ kind: "signed_in", created: false });
    expect(await works()).toEqual({ password: false, session: false, open: 0 });
  });

  test("leaves it to the browser that did so; and a later proof leaves it to everybody", async () => {
    const { tenant, email, works } = await signedUp("owner");
    for (const browser of ["owner", "another"]) {
      const { device } = await ask(tenant, email);
      expect(await show(tenant, { device, code: await codeOf(tenant, email) }, true, visitor(browser))).toMatchObject({
        kind: "signed_in",
      });
      expect(await works()).toEqual({ password: true, session: true, open: 2 });
    }
  });
});
