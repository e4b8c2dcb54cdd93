import { describe, expect, it } from "vitest";
import { sha256 } from "@/lib/kernel/secrets";
import { createPasskey, type SoftPasskey, signWith, type Twist } from "@/lib/testing/authenticator";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { makeHolder } from "@/lib/testing/make-holder";
import { makePasskey } from "@/lib/testing/make-passkey";
import { addSite, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { beginStep } from "../second-factor/begin-step";
import { requireStep } from "../second-factor/step";
import { beginPasskeySignIn } from "../sign-in/methods/passkey/begin-sign-in";
import { signInByPasskey } from "../sign-in/methods/passkey/sign-in-by-passkey";
import { addPasskey } from "./add-passkey";
import { beginAdding } from "./begin-adding";
import { beginProving } from "./begin-proving";
import { newChallenge } from "./challenge";
import { listPasskeys } from "./list-passkeys";
import { removePasskey } from "./remove-passkey";
import { renamePasskey } from "./rename-passkey";
import { verifyAssertion } from "./verify-assertion";

const SESSION = "session-1";
const NOTHING = { passwordSealed: null, budgets: [], secondFactor: false };
const VISITOR = { ip: "192.0.2.1", browserHash: null, program: false, language: "en", aside: <T>(wait: () => Promise<T>) => wait() };

type User = Awaited<ReturnType<typeof makeUser>>;

/** A user with a passkey, and the half of it that their authenticator keeps. */
async function withPasskey(tenant: Tenant, user?: User, twist: Twist = {}) {
  const owner = user ?? (await makeUser(tenant));
  return { user: owner, ...(await makePasskey(tenant, owner, twist)) };
}

const add = ({ context }: Tenant, user: User, answer: unknown, session = SESSION) =>
  addPasskey(context, { siteUserId: user.id, session }, { answer: JSON.stringify(answer), fallbackName: "Passkey" }, "preferred");

const begin = ({ context }: Tenant) => beginPasskeySignIn(context, "preferred");
const signIn = ({ context }: Tenant, answer: unknown, verification: "preferred" | "required" = "preferred") =>
  signInByPasskey(context, JSON.stringify(answer), VISITOR, verification);

const refused = { code: "passkey_refused", status: 401 };

describe("adding", () => {
  it("keeps what it takes to know it again, names it after its maker, and has its user told", async () => {
    const tenant = await makeTenant();
    const { user, passkey, id } = await withPasskey(tenant);
    const [row] = await tenant.context.db.passkey.findMany({ where: { siteUserId: user.id } });
    expect(row).toMatchObject({
      id,
      rpId: "signin.localhost",
      counter: 0n,
      transports: ["internal", "hybrid"],
      aaguid: "d548826e-79b4-db40-a3d8-11116f7e8349",
      backupEligible: true,
      backedUp: true,
      name: "Bitwarden",
      lastUsedAt: null,
    });
    expect(Buffer.from(row?.credentialId ?? []).toString("base64url")).toBe(passkey.id);
    expect(await listPasskeys(tenant.context, user.id)).toEqual([
      { id, name: "Bitwarden", provider: "Bitwarden", backedUp: true, createdAt: row?.createdAt, lastUsedAt: null },
    ]);
    const mail = await newestMail(tenant, user.email);
    expect(mail.subject).toBe("A passkey was added at Acme");
    expect(mail.text).toContain("Bitwarden");
  });

  it("tells the browser whose it is, and which ones there are already", async () => {
    const tenant = await makeTenant();
    const { user, passkey } = await withPasskey(tenant);
    const second = await beginAdding(tenant.context, { siteUserId: user.id, session: SESSION }, "required");
    expect(second).toMatchObject({
      rp: { id: "signin.localhost", name: "Acme" },
      user: { id: passkey.userHandle, name: `${user.email} (Acme)`, displayName: "Jane" },
      attestation: "none",
      excludeCredentials: [{ id: passkey.id, type: "public-key", transports: ["internal", "hybrid"] }],
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    expect(Buffer.from(second.user.id, "base64url")).toHaveLength(32);
    const elsewhere = await beginAdding((await addSite(tenant)).context, { siteUserId: user.id, session: SESSION }, "preferred").catch(
      (error) => error,
    );
    expect(elsewhere).toMatchObject({ code: "not_signed_in" });
  });

  it("takes an answer in the session that asked, once, and from nobody else", async () => {
    const tenant = await makeTenant();
    const [jane, joe] = [await makeUser(tenant), await makeUser(tenant)];
    const holder = await makeHolder(tenant, jane);
    const begun = await beginAdding(tenant.context, holder, "preferred");
    const { answer } = createPasskey(begun);
    const sibling = await addSite(tenant);
    for (const attempt of [
      () => add(tenant, jane, answer, "session-2"),
      () => add(tenant, joe, answer, holder.session),
      () => add(sibling, jane, answer, holder.session),
    ]) {
      await expect(changingNothing(attempt)).rejects.toMatchObject(refused);
    }
    await add(tenant, jane, answer, holder.session);
    await expect(add(tenant, jane, answer, holder.session)).rejects.toMatchObject({ code: "passkey_not_added" });
  });

  it.each<[string, Parameters<typeof createPasskey>[1]]>([
    ["another origin", { origin: "https://evil.example" }],
    ["another domain", { rpId: "evil.example" }],
    ["the wrong ceremony", { type: "webauthn.get" }],
    ["nobody there", { present: false }],
    ["a certificate, whose list of revoked ones would be fetched", { format: "packed", statement: new Map([["x5c", "cert"]]) }],
    ["another kind of attestation", { format: "tpm" }],
    ["a statement that is none", { format: "packed" }],
  ])("refuses %s", async (_, twist) => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const begun = await beginAdding(tenant.context, { siteUserId: user.id, session: SESSION }, "preferred");
    await expect(changingNothing(() => add(tenant, user, createPasskey(begun, twist).answer))).rejects.toMatchObject({ status: 422 });
  });

  it("a credential is one user's, and there is an end to them", async () => {
    const tenant = await makeTenant();
    const { user, passkey } = await withPasskey(tenant);
    const joe = await makeUser(tenant);
    const begun = await beginAdding(tenant.context, { siteUserId: joe.id, session: SESSION }, "preferred");
    const { answer } = createPasskey(begun);
    await expect(add(tenant, joe, { ...answer, id: passkey.id, rawId: passkey.id })).rejects.toMatchObject({ code: "passkey_not_added" });
    const row = await tenant.context.db.passkey.findFirstOrThrow({ where: { siteUserId: user.id } });
    const { accountId: _, siteId: __, ...columns } = row;
    const many = Array.from({ length: 24 }, (_, n) => ({ ...columns, id: row.id + BigInt(n) + 1n, credentialId: sha256(String(n)) }));
    await tenant.context.db.passkey.createMany({ data: many });
    await expect(withPasskey(tenant, user)).rejects.toMatchObject({ code: "too_many_passkeys" });
  });
});

describe("signing in", () => {
  it("finds its user by itself, as both factors where the authenticator made sure who holds it", async () => {
    const tenant = await makeTenant();
    const { user, passkey, id } = await withPasskey(tenant);
    const proof = { passwordSealed: null, budgets: [] };
    expect(await signIn(tenant, signWith(passkey, begin(tenant)))).toEqual({
      kind: "signed_in",
      siteUserId: user.id,
      proof: { ...proof, secondFactor: true },
      by: "passkey",
    });
    expect(await signIn(tenant, signWith(passkey, begin(tenant), { verified: false, backedUp: false }))).toEqual({
      kind: "signed_in",
      siteUserId: user.id,
      proof: { ...proof, secondFactor: false },
      by: "passkey",
    });
    expect(await listPasskeys(tenant.context, user.id)).toEqual([
      expect.objectContaining({ id, backedUp: false, lastUsedAt: expect.any(Date) }),
    ]);
    await expect(signIn(tenant, signWith(passkey, begin(tenant), { verified: false }), "required")).rejects.toMatchObject(refused);
  });

  it("a passkey counts for the domain that it was made for, also after a move", async () => {
    const tenant = await makeTenant();
    const { passkey, id } = await withPasskey(tenant);
    await sql("UPDATE passkeys SET rp_id = 'old.example' WHERE id = $1", [id]);
    await expect(signIn(tenant, signWith(passkey, begin(tenant)))).rejects.toMatchObject(refused);
    expect((await signIn(tenant, signWith(passkey, begin(tenant), { rpId: "old.example" }))).kind).toBe("signed_in");
  });

  it("in a frame of the site's own origins, and of no other's", async () => {
    const tenant = await makeTenant({ allowedOrigins: ["https://shop.example"] });
    const { passkey } = await withPasskey(tenant);
    expect((await signIn(tenant, signWith(passkey, begin(tenant), { crossOrigin: "https://shop.example" }))).kind).toBe("signed_in");
    await expect(signIn(tenant, signWith(passkey, begin(tenant), { crossOrigin: "https://evil.example" }))).rejects.toMatchObject(refused);
  });

  it("sends the proof's mail where the address has to be proved", async () => {
    const tenant = await makeTenant({ emailVerification: "required" });
    const { user, passkey } = await withPasskey(tenant);
    expect(await signIn(tenant, signWith(passkey, begin(tenant)))).toEqual({ kind: "check_mail", email: user.email });
    expect((await mailsTo(tenant, user.email)).filter(({ code }) => code !== null)).toHaveLength(1);
  });

  it.each<[string, Twist]>([
    ["another origin", { origin: "https://evil.example" }],
    ["another domain", { rpId: "evil.example" }],
    ["the wrong ceremony", { type: "webauthn.create" }],
    ["nobody there", { present: false }],
    ["no user handle", { userHandle: null }],
    ["another user's handle", { userHandle: Buffer.alloc(32).toString("base64url") }],
    ["a challenge of its own", { challenge: Buffer.alloc(52, 7).toString("base64url") }],
  ])("refuses %s", async (_, twist) => {
    const tenant = await makeTenant();
    const { passkey } = await withPasskey(tenant);
    await expect(changingNothing(() => signIn(tenant, signWith(passkey, begin(tenant), twist)))).rejects.toMatchObject(refused);
  });

  it("unknown, of another site, badly signed and of somebody blocked are one refusal", async () => {
    const tenant = await makeTenant();
    const [one, other] = [await withPasskey(tenant), await withPasskey(tenant)];
    const sibling = await addSite(tenant);
    const answer = signWith(one.passkey, begin(tenant));
    const stolen: SoftPasskey = { ...one.passkey, privateKey: other.passkey.privateKey };
    const attempts = [
      () => signIn(tenant, { ...answer, id: Buffer.alloc(32).toString("base64url") }),
      () => signIn(sibling, signWith(one.passkey, begin(sibling))),
      () => signIn(sibling, answer),
      () => signIn(tenant, signWith(stolen, begin(tenant))),
      () =>
        signIn(
          tenant,
          signWith(one.passkey, {
            ...begin(tenant),
            challenge: newChallenge(tenant.context, { kind: "prove", siteUserId: one.user.id }),
          }),
        ),
    ];
    for (const attempt of attempts) await expect(changingNothing(attempt)).rejects.toMatchObject(refused);
    await tenant.context.db.siteUser.updateMany({ where: { id: one.user.id }, data: { blockedAt: new Date() } });
    await expect(signIn(tenant, answer)).rejects.toMatchObject(refused);
  });

  it("one answer is good once, also for 64 at the same time", async () => {
    const tenant = await makeTenant();
    const { passkey } = await withPasskey(tenant);
    const answer = signWith(passkey, begin(tenant));
    const results = await Promise.allSettled(Array.from({ length: 64 }, () => signIn(tenant, answer)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject(refused);
  });

  it("a passkey that counts has to count on", async () => {
    const tenant = await makeTenant();
    const { passkey } = await withPasskey(tenant, undefined, { counter: 5 });
    expect((await signIn(tenant, signWith(passkey, begin(tenant)))).kind).toBe("signed_in");
    for (const counter of [6, 5, 0])
      await expect(signIn(tenant, signWith(passkey, begin(tenant), { counter }))).rejects.toMatchObject(refused);
    expect((await signIn(tenant, signWith(passkey, begin(tenant), { counter: 7 }))).kind).toBe("signed_in");
  });

  it("a challenge ends after five minutes", async () => {
    const tenant = await makeTenant();
    const { passkey } = await withPasskey(tenant);
    const now = Date.now;
    try {
      const options = begin(tenant);
      Date.now = () => now() + 301_000;
      await expect(signIn(tenant, signWith(passkey, options))).rejects.toMatchObject({ code: "passkey_timed_out" });
    } finally {
      Date.now = now;
    }
  });
});

describe("proving", () => {
  it("takes a passkey of the user who is meant, by its id alone, and no other's", async () => {
    const tenant = await makeTenant();
    const [jane, joe] = [await withPasskey(tenant), await withPasskey(tenant)];
    const purpose = { kind: "prove", siteUserId: jane.user.id } as const;
    const options = await beginProving(tenant.context, jane.user.id, "preferred");
    expect(options?.allowCredentials.map(({ id }) => id)).toEqual([jane.passkey.id]);
    const prove = (passkey: SoftPasskey) =>
      verifyAssertion(tenant.context, JSON.stringify(signWith(passkey, options as never, { userHandle: null })), purpose, "preferred");
    await expect(prove(joe.passkey)).rejects.toMatchObject(refused);
    expect(await prove(jane.passkey)).toMatchObject({ siteUserId: jane.user.id, userVerified: true });
    expect(await beginProving(tenant.context, (await makeUser(tenant)).id, "preferred")).toBeNull();
  });
});

describe("renaming and removing", () => {
  it("is for the passkey's own user", async () => {
    const tenant = await makeTenant();
    const [jane, joe] = [await withPasskey(tenant), await makeUser(tenant)];
    const sibling = await addSite(tenant);
    await renamePasskey(tenant.context, jane.user.id, jane.id, { name: " My phone " });
    expect((await listPasskeys(tenant.context, jane.user.id)).map(({ name }) => name)).toEqual(["My phone"]);
    const strangers = [
      () => renamePasskey(tenant.context, joe.id, jane.id, { name: "Mine" }),
      () => renamePasskey(sibling.context, jane.user.id, jane.id, { name: "Mine" }),
      () => removePasskey(tenant.context, joe.id, jane.id),
      () => removePasskey(sibling.context, jane.user.id, jane.id),
    ];
    for (const attempt of strangers) await expect(changingNothing(attempt)).rejects.toMatchObject({ code: "not_found" });
    await expect(renamePasskey(tenant.context, jane.user.id, jane.id, { name: "" })).rejects.toMatchObject({ code: "invalid" });
    await removePasskey(tenant.context, jane.user.id, jane.id);
    expect(await listPasskeys(tenant.context, jane.user.id)).toEqual([]);
    expect((await mailsTo(tenant, jane.user.email)).map(({ subject }) => subject)).toContain("A passkey was removed at Acme");
    await expect(signIn(tenant, signWith(jane.passkey, begin(tenant)))).rejects.toMatchObject(refused);
  });

  it("ends a sign-in by it that waits for the second factor", async () => {
    const tenant = await makeTenant();
    const { user, id } = await withPasskey(tenant);
    const outcome = { kind: "signed_in", siteUserId: user.id, proof: NOTHING, by: "passkey" } as const;
    const step = await beginStep(tenant.context, outcome);
    await removePasskey(tenant.context, user.id, id);
    await expect(requireStep(tenant.context, step, "sign_in")).rejects.toMatchObject({ code: "session_ended" });
  });

  it("the last way in stays, unless whoever looks after the site takes it, also for two at once", async () => {
    const tenant = await makeTenant();
    const { user, id } = await withPasskey(tenant);
    const second = await withPasskey(tenant, user);
    await tenant.context.db.siteUser.updateMany({ where: { id: user.id }, data: { passwordSealed: null } });
    const both = await Promise.allSettled([id, second.id].map((each) => removePasskey(tenant.context, user.id, each)));
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "last_way_in" } });
    const [left] = await listPasskeys(tenant.context, user.id);
    await removePasskey(tenant.context, user.id, left?.id ?? 0n, { keepsWayIn: false });
    expect(await listPasskeys(tenant.context, user.id)).toEqual([]);
  });
});
