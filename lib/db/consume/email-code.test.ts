import { describe, expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { EVENT } from "@/lib/testing/audit";
import { addSite, makeTenant, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import type { SiteScope } from "../scope";
import { sweepRows } from "../system-db";
import { type CodeGuess, consumeCodeOfNewUser, consumeEmailCode, findEmailCode, reserveCodeGuess } from "./email-code";

/** A site with a live code for an address, and the scopes that must not reach it. */
async function asked({ known = true, maxGuesses = 3 } = {}) {
  const [mine, theirs] = [await makeTenant(), await makeTenant()];
  const { scope } = mine.context;
  const email = `${unique("jane")}@example.com`;
  const user = known ? await makeUser(mine, email) : null;
  const code = await requested(mine, email, { maxGuesses });
  const strangers: SiteScope[] = [
    (await addSite(mine)).context.scope,
    theirs.context.scope,
    { ...theirs.context.scope, siteId: mine.site.id },
    { ...scope, siteId: theirs.site.id },
  ];
  const guess: CodeGuess = { id: code.id, codeMac: code.codeMac, guesses: 1 };
  return { mine, scope, strangers, email, user, ...code, guess };
}

async function requested({ context }: Tenant, email: string, { maxGuesses = 3 } = {}) {
  const [id, deviceHash, codeMac] = [newId(), sha256(newToken("dev_")), sha256(unique("code"))];
  const data = { id, deviceHash, email, emailCanonical: email, codeMac, digits: 6, maxGuesses };
  await context.db.emailCode.create({ data: { ...data, expiresAt: new Date(Date.now() + 60_000) } });
  return { id, deviceHash, codeMac };
}

const end = (id: bigint) => sql("UPDATE email_codes SET expires_at = now() - interval '1 second' WHERE id = $1", [id]);
const usersOf = (email: string) =>
  sql<{ id: string; proved: boolean; sealed: Buffer | null }>(
    "SELECT id, email_verified_at IS NOT NULL AS proved, password_sealed AS sealed FROM site_users WHERE email_canonical = $1",
    [email],
  );

test("a code is found at its own site, by its device and by its address, and looking spends nothing", async () => {
  const { strangers, scope, email, id, deviceHash } = await asked();
  const refs = [{ deviceHash }, { emailCanonical: email }];
  await changingNothing(async () => {
    for (const ref of refs) {
      for (const stranger of strangers) expect(await findEmailCode(stranger, ref)).toBeNull();
      expect(await findEmailCode(scope, ref)).toEqual({ id, email, emailCanonical: email, guesses: 0, maxGuesses: 3, state: "live" });
    }
  });
  await end(id);
  for (const ref of refs) expect(await findEmailCode(scope, ref)).toMatchObject({ state: "expired" });
  await sql("UPDATE email_codes SET used_at = now() WHERE id = $1", [id]);
  for (const ref of refs) expect(await findEmailCode(scope, ref)).toMatchObject({ state: "spent" });
});

test("a newer request makes the one before it a spent one, also when the newer is over", async () => {
  const { mine, scope, email, id, deviceHash } = await asked();
  await sql("UPDATE email_codes SET created_at = now() - interval '1 second' WHERE id = $1", [id]);
  const newer = await requested(mine, email);
  await end(newer.id);
  expect(await findEmailCode(scope, { deviceHash })).toMatchObject({ id, state: "spent" });
  expect(await reserveCodeGuess(scope, id)).toBeNull();
  expect(await findEmailCode(scope, { emailCanonical: email })).toMatchObject({ id: newer.id, state: "expired" });
});

test("200 guesses at once are reserved as often as the code says, and by nobody else's site", async () => {
  const { strangers, scope, id, codeMac } = await asked({ maxGuesses: 5 });
  await changingNothing(async () => {
    for (const stranger of strangers) expect(await reserveCodeGuess(stranger, id)).toBeNull();
  });
  const guesses = await Promise.all(Array.from({ length: 200 }, () => reserveCodeGuess(scope, id)));
  const reserved = guesses.filter((guess) => guess !== null).toSorted((a, b) => a.guesses - b.guesses);
  expect(reserved).toEqual([1, 2, 3, 4, 5].map((count) => ({ id, codeMac: Buffer.from(codeMac), guesses: count })));
});

describe("a code of a user", () => {
  test("is spent at its own site, by this very code, for the user of its address, and once", async () => {
    const { mine, strangers, scope, user, email, guess } = await asked();
    const other = await makeUser(mine);
    const id = user?.id ?? 0n;
    await changingNothing(async () => {
      for (const stranger of strangers) expect(await consumeEmailCode(stranger, guess, id, null)).toBe(false);
      expect(await consumeEmailCode(scope, guess, other.id, null)).toBe(false);
      expect(await consumeEmailCode(scope, { ...guess, codeMac: sha256("another") }, id, null)).toBe(false);
      expect(await consumeEmailCode(scope, { ...guess, codeMac: null }, id, null)).toBe(false);
    });
    const takers = Array.from({ length: 32 }, () => consumeEmailCode(scope, guess, id, null));
    expect((await Promise.all(takers)).filter(Boolean)).toHaveLength(1);
    expect(await usersOf(email)).toEqual([{ id: String(id), proved: true, sealed: null }]);
    expect((await usersOf(other.email))[0]).toMatchObject({ proved: false, sealed: expect.any(Buffer) });
  });

  test("proves nothing once it has expired, or for a blocked user", async () => {
    for (const spoil of [
      ({ id }: { id: bigint }) => end(id),
      ({ email }: { email: string }) => sql("UPDATE site_users SET blocked_at = now() WHERE email_canonical = $1", [email]),
    ]) {
      const all = await asked();
      await spoil(all);
      await changingNothing(async () => expect(await consumeEmailCode(all.scope, all.guess, all.user?.id ?? 0n, null)).toBe(false));
    }
  });
});

describe("a code of nobody's address", () => {
  test("makes one user of it, at its own site", async () => {
    const { mine, strangers, scope, email, guess } = await asked({ known: false });
    await changingNothing(async () => {
      for (const stranger of strangers) expect(await consumeCodeOfNewUser(stranger, guess, newId(), null, EVENT)).toBe(false);
      expect(await consumeCodeOfNewUser(scope, { ...guess, codeMac: sha256("another") }, newId(), null, EVENT)).toBe(false);
    });
    const ids = Array.from({ length: 32 }, () => newId());
    const made = await Promise.all(ids.map((id) => consumeCodeOfNewUser(scope, guess, id, null, EVENT)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await usersOf(email)).toEqual([{ id: String(ids[made.indexOf(true)]), proved: true, sealed: null }]);
    expect(await mine.context.db.siteUser.count({ where: { email } })).toBe(1);
  });

  test("makes none once it has expired, or where somebody has become a user meanwhile", async () => {
    const late = await asked({ known: false });
    await end(late.id);
    await changingNothing(async () => expect(await consumeCodeOfNewUser(late.scope, late.guess, newId(), null, EVENT)).toBe(false));
    const taken = await asked({ known: true });
    expect(await consumeCodeOfNewUser(taken.scope, taken.guess, newId(), null, EVENT)).toBe(false);
    expect(await usersOf(taken.email)).toEqual([{ id: String(taken.user?.id), proved: false, sealed: expect.any(Buffer) }]);
  });
});

test("a code is swept away a day after its end, and not before", async () => {
  const { mine, email, id: old } = await asked();
  const { id: late } = await requested(mine, email);
  const { id: live } = await requested(mine, email);
  await sql("UPDATE email_codes SET expires_at = now() - interval '25 hours' WHERE id = $1", [old]);
  await sql("UPDATE email_codes SET expires_at = now() - interval '23 hours' WHERE id = $1", [late]);
  await sweepRows();
  const left = await sql<{ id: string }>("SELECT id FROM email_codes WHERE email_canonical = $1", [email]);
  expect(left.map(({ id }) => BigInt(id)).toSorted()).toEqual([late, live].toSorted());
});
