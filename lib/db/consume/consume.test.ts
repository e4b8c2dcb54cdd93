import { describe, expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { hashToken, newToken, sha256 } from "@/lib/kernel/secrets";
import { EVENT } from "@/lib/testing/audit";
import { addSite, makeTenant, makeToken, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { expire, sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import type { Credential } from "../resolve";
import type { SiteScope } from "../scope";
import * as callbackTokens from "./callback-token";
import * as mailSecrets from "./mail-secret";
import * as operatorLinks from "./operator-link";

const consume = { ...callbackTokens, ...mailSecrets, ...operatorLinks };

const byToken = ({ apiToken }: Tenant): Credential => ({
  kind: "api_token",
  tokenHash: hashToken("gma_", apiToken) as Uint8Array,
  needs: "sessions:write",
});
const byClient = ({ site }: Tenant): Credential => ({ kind: "client", clientId: site.clientId, secretHash: sha256(site.clientSecret) });

async function world() {
  const mine = await makeTenant();
  return { mine, sibling: await addSite(mine), theirs: await makeTenant() };
}

/** Scopes that must not reach what is `mine`: a sibling site's, another account's, and two that nobody would be given. */
const strangers = ({ mine, sibling, theirs }: Awaited<ReturnType<typeof world>>): SiteScope[] => [
  sibling.context.scope,
  theirs.context.scope,
  { ...theirs.context.scope, siteId: mine.site.id },
  { ...mine.context.scope, siteId: theirs.site.id },
];

/** Credentials that let nobody in. */
const nobodies = ({ mine, sibling }: Awaited<ReturnType<typeof world>>): Credential[] => [
  { kind: "api_token", tokenHash: sha256(newToken("gma_")), needs: "sessions:write" },
  { kind: "api_token", tokenHash: sha256(mine.site.clientSecret), needs: "sessions:write" },
  { kind: "client", clientId: mine.site.clientId, secretHash: sha256(sibling.site.clientSecret) },
  { kind: "client", clientId: sibling.site.clientId, secretHash: sha256(mine.site.clientSecret) },
  { kind: "client", clientId: mine.site.clientId, secretHash: hashToken("gma_", mine.apiToken) as Uint8Array },
];

/** Spends a callback token and tells whether that was granted. */
const spends = async (credential: Credential, hash: Uint8Array) => {
  const consumed = await consume.consumeCallbackToken(credential, hash);
  return typeof consumed === "object" && consumed !== null;
};

describe("consumeCallbackToken", () => {
  test("spends a token for its account and for its site, and for nobody else", async () => {
    const { mine, sibling, theirs } = await world();
    for (const credential of [byToken(mine), byClient(mine), byToken(sibling)]) {
      const user = await makeUser(mine);
      const hash = sha256(await makeToken(mine, user));
      await changingNothing(async () => {
        for (const stranger of [byToken(theirs), byClient(theirs), byClient(sibling)]) {
          expect(await consume.consumeCallbackToken(stranger, hash)).toBeNull();
        }
      });
      expect(await consume.consumeCallbackToken(credential, hash)).toMatchObject({
        siteId: mine.site.id,
        user: { id: user.id, email: user.email },
      });
      expect(await consume.consumeCallbackToken(credential, hash)).toBeNull();
    }
  });

  test("refuses a credential that is none, whatever the token is", async () => {
    const { mine, ...others } = await world();
    const live = sha256(await makeToken(mine, await makeUser(mine)));
    await changingNothing(async () => {
      for (const credential of nobodies({ mine, ...others })) {
        for (const hash of [live, sha256("unknown")]) {
          await expect(consume.consumeCallbackToken(credential, hash)).rejects.toMatchObject({ code: "unauthorized" });
        }
      }
    });
    await sql("UPDATE api_tokens SET revoked_at = now() WHERE account_id = $1", [mine.account.scope.accountId]);
    await expect(consume.consumeCallbackToken(byToken(mine), live)).rejects.toMatchObject({ code: "unauthorized" });
  });

  test("refuses what has expired, by a second, on the database's clock", async () => {
    const { mine } = await world();
    const token = await makeToken(mine, await makeUser(mine));
    await expire(token);
    expect(await consume.consumeCallbackToken(byToken(mine), sha256(token))).toBeNull();
    await sql("UPDATE callback_tokens SET expires_at = now() + interval '1 minute' WHERE token_hash = $1", [sha256(token)]);
    expect(await consume.consumeCallbackToken(byToken(mine), sha256(token))).toMatchObject({ siteId: mine.site.id });
  });

  test("of 64 callers exactly one gets it", async () => {
    const { mine } = await world();
    const hash = sha256(await makeToken(mine, await makeUser(mine)));
    const callers = Array.from({ length: 64 }, (_, index) => spends(index % 2 ? byToken(mine) : byClient(mine), hash));
    expect((await Promise.all(callers)).filter(Boolean)).toHaveLength(1);
  });
});

describe("markCallbackTokenUsed", () => {
  test("reaches a token of its account or its site, by hash and by id, and no other", async () => {
    const all = await world();
    const hash = sha256(await makeToken(all.mine, await makeUser(all.mine)));
    const [row] = await sql<{ id: string }>("SELECT id FROM callback_tokens WHERE token_hash = $1", [hash]);
    const id = BigInt(row?.id ?? 0);
    await changingNothing(async () => {
      for (const stranger of [byToken(all.theirs), byClient(all.theirs), byClient(all.sibling)]) {
        for (const ref of [{ tokenHash: hash }, { id }]) expect(await consume.markCallbackTokenUsed(stranger, ref)).toBeNull();
      }
      expect(await consume.markCallbackTokenUsed(byToken(all.mine), { id: 1n })).toBeNull();
      for (const nobody of nobodies(all)) {
        await expect(consume.markCallbackTokenUsed(nobody, { id })).rejects.toMatchObject({ code: "unauthorized" });
      }
    });
    for (const caller of [byToken(all.mine), byClient(all.mine)]) {
      for (const ref of [{ tokenHash: hash }, { id }]) expect((await consume.markCallbackTokenUsed(caller, ref))?.id).toBe(id);
    }
  });
});

describe("mail secrets", () => {
  type Purpose = "reset_password" | "verify_email";

  /** A live secret of a user, with its hash. */
  async function mailed(tenant: Tenant, purpose: Purpose, emailCanonical?: string) {
    const user = await makeUser(tenant);
    const [id, tokenHash, codeMac] = [newId(), sha256(newToken("rst_")), sha256(`code ${newId()}`)];
    await tenant.context.db.mailToken.create({
      data: {
        id,
        siteUserId: user.id,
        purpose,
        emailCanonical: emailCanonical ?? user.email,
        tokenHash,
        codeMac,
        expiresAt: new Date(Date.now() + 60_000),
      },
    });
    return { user, id, tokenHash, codeMac };
  }
  const end = (id: bigint) => sql("UPDATE mail_tokens SET expires_at = now() - interval '1 second' WHERE id = $1", [id]);
  const user = async (id: bigint) => {
    const [row] = await sql<{ proved: boolean; sealed: Buffer }>(
      "SELECT email_verified_at IS NOT NULL AS proved, password_sealed AS sealed FROM site_users WHERE id = $1",
      [id],
    );
    return { proved: row?.proved, sealed: row?.sealed.toString() };
  };
  const sealed = () => new TextEncoder().encode("new password");

  describe("seeMailToken", () => {
    test("tells how a secret of this site and this purpose stands, and spends nothing", async () => {
      const all = await world();
      const { scope } = all.mine.context;
      const { user, id, tokenHash } = await mailed(all.mine, "reset_password");
      const seen = { state: "live", emailCanonical: user.email, proved: false };
      await changingNothing(async () => {
        for (const stranger of strangers(all)) expect(await consume.seeMailToken(stranger, "reset_password", tokenHash)).toBeNull();
        expect(await consume.seeMailToken(scope, "verify_email", tokenHash)).toBeNull();
        expect(await consume.seeMailToken(scope, "reset_password", tokenHash)).toEqual(seen);
      });
      await end(id);
      expect(await consume.seeMailToken(scope, "reset_password", tokenHash)).toEqual({ ...seen, state: "expired" });
      await sql("UPDATE mail_tokens SET used_at = now() WHERE id = $1", [id]);
      await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [user.id]);
      expect(await consume.seeMailToken(scope, "reset_password", tokenHash)).toEqual({ ...seen, state: "used", proved: true });
      await sql("UPDATE site_users SET email_canonical = 'other@example.com' WHERE id = $1", [user.id]);
      expect(await consume.seeMailToken(scope, "reset_password", tokenHash)).toBeNull();
    });
  });

  describe("findMailSecret", () => {
    test("finds a live secret of this site and this purpose, and spends nothing", async () => {
      const all = await world();
      const { user, id, tokenHash, codeMac } = await mailed(all.mine, "reset_password");
      await changingNothing(async () => {
        for (const scope of strangers(all)) expect(await consume.findMailSecret(scope, "reset_password", tokenHash)).toBeNull();
        expect(await consume.findMailSecret(all.mine.context.scope, "verify_email", tokenHash)).toBeNull();
        const found = await consume.findMailSecret(all.mine.context.scope, "reset_password", tokenHash);
        expect(found).toEqual({ id, siteUserId: user.id, codeMac: Buffer.from(codeMac), browserHash: null });
      });
      await end(id);
      expect(await consume.findMailSecret(all.mine.context.scope, "reset_password", tokenHash)).toBeNull();
    });
  });

  describe("consumeResetSecret", () => {
    test("is for this site, this purpose and this user, and for once", async () => {
      const all = await world();
      const { scope } = all.mine.context;
      const { user: owner, id } = await mailed(all.mine, "reset_password");
      const other = await makeUser(all.mine);
      const verification = await mailed(all.mine, "verify_email");
      await changingNothing(async () => {
        for (const stranger of strangers(all)) expect(await consume.consumeResetSecret(stranger, id, owner.id, sealed(), EVENT)).toBeNull();
        expect(await consume.consumeResetSecret(scope, id, other.id, sealed(), EVENT)).toBeNull();
        expect(await consume.consumeResetSecret(scope, verification.id, verification.user.id, sealed(), EVENT)).toBeNull();
      });
      const others = await user(other.id);
      expect(await consume.consumeResetSecret(scope, id, owner.id, sealed(), EVENT)).not.toBeNull();
      expect(await user(owner.id)).toEqual({ proved: true, sealed: "new password" });
      expect(await user(other.id)).toEqual(others);
      expect(await consume.consumeResetSecret(scope, id, owner.id, sealed(), EVENT)).toBeNull();
    });

    test("voids every other open secret and token of that user, and nobody else's", async () => {
      const { mine, sibling, theirs } = await world();
      const { user: owner, id } = await mailed(mine, "reset_password");
      const token = sha256(await makeToken(mine, owner));
      const kept = await Promise.all(
        [mine, sibling, theirs].map(async (tenant) => sha256(await makeToken(tenant, await makeUser(tenant)))),
      );
      const secrets = await Promise.all([mine, sibling, theirs].map((tenant) => mailed(tenant, "reset_password")));
      const live = (table: string) =>
        sql<{ token_hash: Buffer }>(`SELECT token_hash FROM ${table} WHERE used_at IS NULL AND expires_at > now()`);
      await consume.consumeResetSecret(mine.context.scope, id, owner.id, sealed(), EVENT);
      const hashes = (rows: { token_hash: Buffer }[]) => rows.map(({ token_hash }) => token_hash.toString("hex"));
      const [tokens, mails] = [hashes(await live("callback_tokens")), hashes(await live("mail_tokens"))];
      expect(tokens).not.toContain(Buffer.from(token).toString("hex"));
      expect(tokens).toEqual(expect.arrayContaining(kept.map((hash) => Buffer.from(hash).toString("hex"))));
      expect(mails).toEqual(expect.arrayContaining(secrets.map(({ tokenHash }) => Buffer.from(tokenHash).toString("hex"))));
    });

    test("sets nothing when the address has changed since", async () => {
      const { mine } = await world();
      const { user: owner, id } = await mailed(mine, "reset_password", "old@example.com");
      expect(await consume.consumeResetSecret(mine.context.scope, id, owner.id, sealed(), EVENT)).toBeNull();
      expect(await user(owner.id)).not.toMatchObject({ sealed: "new password" });
    });

    test("of 32 callers exactly one, and none once it has expired", async () => {
      const { mine } = await world();
      const [first, late] = [await mailed(mine, "reset_password"), await mailed(mine, "reset_password")];
      const take = () => consume.consumeResetSecret(mine.context.scope, first.id, first.user.id, sealed(), EVENT);
      expect((await Promise.all(Array.from({ length: 32 }, take))).filter(Boolean)).toHaveLength(1);
      await end(late.id);
      await changingNothing(async () =>
        expect(await consume.consumeResetSecret(mine.context.scope, late.id, late.user.id, sealed(), EVENT)).toBeNull(),
      );
    });
  });

  describe("consumeVerificationSecret", () => {
    test("is for this site and this purpose, and for once", async () => {
      const all = await world();
      const { scope } = all.mine.context;
      const { user: owner, id } = await mailed(all.mine, "verify_email");
      const reset = await mailed(all.mine, "reset_password");
      await changingNothing(async () => {
        for (const stranger of strangers(all)) expect(await consume.consumeVerificationSecret(stranger, id, EVENT)).toBe(false);
        expect(await consume.consumeVerificationSecret(scope, reset.id, EVENT)).toBe(false);
      });
      expect(await consume.consumeVerificationSecret(scope, id, EVENT)).toBe(true);
      expect((await user(owner.id)).proved).toBe(true);
      expect((await user(reset.user.id)).proved).toBe(false);
      expect(await consume.consumeVerificationSecret(scope, id, EVENT)).toBe(false);
    });

    test("proves nothing when the address has changed since, or once it has expired", async () => {
      const { mine } = await world();
      const [moved, late] = [await mailed(mine, "verify_email", "old@example.com"), await mailed(mine, "verify_email")];
      await end(late.id);
      for (const { id, user: owner } of [moved, late]) {
        expect(await consume.consumeVerificationSecret(mine.context.scope, id, EVENT)).toBe(false);
        expect((await user(owner.id)).proved).toBe(false);
      }
    });
  });

  describe("reserveGuess", () => {
    test("reserves for this site, this purpose and this address, three times", async () => {
      const all = await world();
      const { scope } = all.mine.context;
      const { user: owner, id } = await mailed(all.mine, "verify_email");
      await changingNothing(async () => {
        for (const stranger of strangers(all)) expect(await consume.reserveGuess(stranger, "verify_email", owner.email, 3)).toBeNull();
        expect(await consume.reserveGuess(scope, "reset_password", owner.email, 3)).toBeNull();
        expect(await consume.reserveGuess(scope, "verify_email", "other@example.com", 3)).toBeNull();
      });
      const guesses = await Promise.all(Array.from({ length: 32 }, () => consume.reserveGuess(scope, "verify_email", owner.email, 3)));
      expect(guesses.filter(Boolean).map((guess) => guess?.id)).toEqual([id, id, id]);
      expect(await sql("SELECT guesses FROM mail_tokens WHERE id = $1", [id])).toEqual([{ guesses: 3 }]);
    });

    test("the newest mail counts, even when it is over: an older code does not come back", async () => {
      const { mine } = await world();
      const { user: owner, id: old } = await mailed(mine, "verify_email");
      await sql("UPDATE mail_tokens SET created_at = now() - interval '1 minute' WHERE id = $1", [old]);
      const newest = newId();
      await mine.context.db.mailToken.create({
        data: {
          id: newest,
          siteUserId: owner.id,
          purpose: "verify_email",
          emailCanonical: owner.email,
          tokenHash: sha256(newToken("vfy_")),
          codeMac: sha256("x"),
          expiresAt: new Date(Date.now() + 60_000),
        },
      });
      expect((await consume.reserveGuess(mine.context.scope, "verify_email", owner.email, 3))?.id).toBe(newest);
      await end(newest);
      expect(await consume.reserveGuess(mine.context.scope, "verify_email", owner.email, 3)).toBeNull();
    });
  });
});
