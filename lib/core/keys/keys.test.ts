import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { alarmOf } from "@/lib/core/attack-protection/limits";
import { findForSignIn } from "@/lib/db/hot/find-for-sign-in";
import { followKeys, loadKeys, writeKeys } from "@/lib/db/keys";
import { ConfigurationError, type Env, env, setEnv } from "@/lib/kernel/env";
import { newKey, readKey, seal, sealedBy, sha256 } from "@/lib/kernel/secrets";
import { call } from "@/lib/testing/call-route";
import { credentials, makeFastgenSite, PAGE } from "@/lib/testing/fastgen";
import { makeFactor } from "@/lib/testing/make-factor";
import { makeTenant, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { passwordWorks } from "@/lib/testing/password-works";
import { sql } from "@/lib/testing/sql";
import { endpointKeyContext } from "../endpoints/endpoint";
import { signingKey } from "../sessions/signing-keys";
import { writeDown } from "../sign-in/write-down";
import { dropSealingKey } from "./drop-sealing-key";
import { listKeys } from "./list-keys";
import { requireOwnKeys } from "./require-own-keys";
import { reseal } from "./reseal";
import { rotateSealingKey } from "./rotate-sealing-key";
import { rotateSigningKeys } from "./rotate-signing-keys";
import { SEALED_COLUMNS } from "./sealed-columns";

let before: Env;
/** All of these tests share a database, so whatever key sealed something stays in the ring behind the first. */
const ever = new Map<string, Env["keys"][number]>();
const remember = () => {
  for (const key of env().keys) ever.set(key.id, key);
};
beforeEach(() => {
  remember();
  before = { ...env(), keys: [...ever.values()] };
  setEnv(before);
});
afterEach(() => {
  remember();
  setEnv(before);
});

/** Puts a fresh key in front of the ring. */
function addKey(): string {
  const key = readKey(newKey());
  setEnv({ ...env(), keys: [key, ...env().keys] });
  return key.id;
}

/** A site with something in every column that stays. */
async function makeSealed() {
  const tenant = await makeTenant();
  const { id } = tenant.site;
  await sql("UPDATE sites SET signup_endpoint_key_sealed = $2, sign_in_endpoint_key_sealed = $3 WHERE id = $1", [
    id,
    seal("a key of theirs", endpointKeyContext("signup", id)),
    seal("another key", endpointKeyContext("sign_in", id)),
  ]);
  const user = await makeUser(tenant);
  await makeFactor(tenant, await makeUser(tenant));
  const { kid } = await signingKey(tenant.context);
  return { tenant, user, kid };
}

const stillUnder = async (id: string) => {
  const listed = (await listKeys()).find((key) => key.id === id);
  const staying = new Set(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`));
  return Object.keys(listed?.sealed ?? {}).filter((place) => staying.has(place));
};

describe("reseal", () => {
  test("seals everything that stays with the first key; it opens as before, and passwords are known as before", async () => {
    const { tenant, user } = await makeSealed();
    await sql("UPDATE site_users SET password_import = sha256(password_sealed) WHERE id = $1", [user.id]);
    const old = env().keys[0]?.id ?? "";
    const id = addKey();
    expect(await stillUnder(old)).not.toEqual([]);
    expect((await reseal()).resealed).toBeGreaterThan(6);
    expect(await stillUnder(old)).toEqual([]);
    expect((await listKeys()).map(({ id: listed, state }) => [listed, state])).toEqual([
      [id, "current"],
      [old, "old"],
    ]);
    // Nothing is left to do.
    expect(await reseal()).toEqual({ resealed: 0, unreadable: 0 });
    remember();
    setEnv({ ...env(), keys: env().keys.slice(0, 1) });
    await requireOwnKeys();
    expect(await passwordWorks(tenant, user.email ?? "", PASSWORD)).toBe(true);
    const [row] = await sql<{ sealed: Buffer; import: Buffer }>(
      'SELECT password_sealed AS sealed, password_import AS "import" FROM site_users WHERE id = $1',
      [user.id],
    );
    expect(row && sealedBy(row.sealed)).toBe(id);
    expect(row && Buffer.from(await crypto.subtle.digest("SHA-256", new Uint8Array(row.sealed))).equals(row.import)).toBe(true);
  });

  test("goes on where it was ended", async () => {
    await makeSealed();
    const old = env().keys[0]?.id ?? "";
    addKey();
    const ended = reseal(() => {
      throw new Error("ended");
    });
    await expect(ended).rejects.toThrow("ended");
    expect(await stillUnder(old)).not.toEqual([]);
    await reseal();
    expect(await stillUnder(old)).toEqual([]);
  });

  test("says which key is missing, and a sign-in that began before it is written down", async () => {
    const { tenant, user } = await makeSealed();
    const candidate = await findForSignIn(
      tenant.context.scope,
      { kind: "email", canonical: user.email ?? "" },
      [],
      alarmOf(tenant.context),
    );
    const proof = { passwordSealed: candidate.passwordSealed, budgets: [], secondFactor: false };
    addKey();
    await reseal();
    const tried: (Uint8Array | null)[] = [];
    const kept = await writeDown(tenant.context, { siteUserId: user.id, proof }, async ({ passwordSealed }) => {
      tried.push(passwordSealed);
      return tried.length === 2;
    });
    expect([kept, tried.map((sealed) => sealed && sealedBy(sealed))]).toEqual([true, [before.keys[0]?.id, env().keys[0]?.id]]);
    // Another password is another password, however it is sealed.
    await sql("UPDATE site_users SET password_sealed = $2 WHERE id = $1", [user.id, (await makeUserSealed(tenant)).sealed]);
    await expect(writeDown(tenant.context, { siteUserId: user.id, proof }, async () => false)).rejects.toThrow();
    addKey();
    expect(await reseal()).toMatchObject({ unreadable: 1 });
    remember();
    setEnv({ ...env(), keys: [readKey(newKey())] });
    await expect(requireOwnKeys()).rejects.toThrow(ConfigurationError);
    const missing = (await listKeys()).filter(({ state }) => state === "missing");
    expect(missing.some(({ sealed }) => (sealed["sites.client_secret_sealed"] ?? 0) > 0)).toBe(true);
  });
});

/** What is kept of another password of the same owner: none that opens for them. */
async function makeUserSealed(tenant: Awaited<ReturnType<typeof makeTenant>>) {
  const other = await makeUser(tenant);
  const [row] = await sql<{ sealed: Buffer }>("SELECT password_sealed AS sealed FROM site_users WHERE id = $1", [other.id]);
  return { sealed: row?.sealed ?? sha256("") };
}

describe("rotation", () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "signin-keys-"));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  test("of both kinds, with everything sealed anew, while people sign in, go on and come back: not one request fails", async () => {
    const site = await makeFastgenSite();
    const ring = env()
      .keys.map(({ id, bytes }) => `${id}:${bytes.toString("base64url")}`)
      .join(",");
    await writeKeys(dataDir, ring);
    setEnv({ ...env(), DATA_DIR: dataDir });
    const rings: string[][] = [];
    const unfollow = followKeys(dataDir, (keys) => {
      rings.push(keys.map(({ id }) => id));
      setEnv({ ...env(), keys });
    });
    const over = new AbortController();
    const said: string[] = [];
    const wire = { origin: PAGE, rid: "session", "st-auth-mode": "header" };
    const ask = async (path: string, headers: Record<string, string>, json?: object) => {
      const answer = await call(json || path.includes("refresh") ? "POST" : "GET", `${site.base}${path}`, {
        headers: { ...wire, ...headers },
        json,
      });
      said.push(answer.status === 200 ? (((await answer.clone().json()) as { status?: string }).status ?? "OK") : String(answer.status));
      return answer;
    };
    const visitor = async () => {
      let { access, refresh } = site;
      const begun = await ask("/signin", { rid: "emailpassword" }, credentials(site));
      access = begun.headers.get("st-access-token") ?? "";
      refresh = begun.headers.get("st-refresh-token") ?? "";
      while (!over.signal.aborted) {
        await ask("/user/email/verify", { authorization: `Bearer ${access}` });
        const renewed = await ask("/session/refresh", { authorization: `Bearer ${refresh}` });
        access = renewed.headers.get("st-access-token") ?? "";
        refresh = renewed.headers.get("st-refresh-token") ?? "";
        if (said.length % 5 === 0) await ask("/signin", { rid: "emailpassword" }, credentials(site));
      }
    };
    const load = Promise.all([visitor(), visitor(), visitor()]);
    const rotated = await rotateSealingKey({ inSetting: false }, 700);
    const [signing] = await rotateSigningKeys(site.site.slug);
    expect((await reseal()).resealed).toBeGreaterThan(0);
    await vi.waitFor(() => expect(rings.at(-1)?.[0]).toBe(rotated.id), { timeout: 5_000 });
    over.abort();
    await load;
    unfollow();
    expect([...new Set(said)]).toEqual(["OK"]);
    expect(said.length).toBeGreaterThan(10);
    // The new key of the tokens is published before it signs.
    expect(signing?.signsFrom.getTime()).toBeGreaterThan(Date.now() + 600_000);
    const published = (await (await call("GET", `/${site.site.slug}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
    expect(published.keys.map(({ kid }) => kid)).toContain(signing?.kid);
    // And so is the one that seals: first it only opens.
    expect(rings.every((ids) => ids.includes(before.keys[0]?.id ?? ""))).toBe(true);
  });

  const inFile = (keys: Env["keys"]) => writeKeys(dataDir, keys.map(({ id, bytes }) => `${id}:${bytes.toString("base64url")}`).join(","));

  test("that two begin at once loses neither's key: something may be sealed with it already", async () => {
    setEnv({ ...env(), DATA_DIR: dataDir, keys: before.keys.slice(0, 1) });
    await inFile(before.keys.slice(0, 1));
    const rotated = await Promise.all([1, 2].map(() => rotateSealingKey({ inSetting: false }, 20)));
    const loaded = await loadKeys({ DATA_DIR: dataDir, SIGNIN_KEYS: undefined });
    expect(loaded.map(({ id }) => id).toSorted()).toEqual([...rotated.map(({ id }) => id), before.keys[0]?.id].toSorted());
  });

  test("of a ring in a file keeps the old keys behind the new one, for the owner only", async () => {
    setEnv({ ...env(), DATA_DIR: dataDir, keys: before.keys.slice(0, 1) });
    await inFile(before.keys.slice(0, 1));
    const rotated = await rotateSealingKey({ inSetting: false }, 0);
    const file = join(dataDir, "keys");
    expect(rotated).toEqual({ kind: "rotated", id: rotated.id, file });
    expect((await readFile(file, "utf8")).trim()).toMatch(new RegExp(`^${rotated.id}:[\\w-]{43},${before.keys[0]?.id}:[\\w-]{43}$`));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const loaded = await loadKeys({ DATA_DIR: dataDir, SIGNIN_KEYS: undefined });
    expect(loaded.map(({ id }) => id)).toEqual([rotated.id, before.keys[0]?.id]);
  });

  test("of a ring in a setting says what to set, twice, and changes nothing", async () => {
    const keys = before.keys.slice(0, 1);
    setEnv({ ...env(), keys });
    const rotated = await rotateSealingKey({ inSetting: true });
    if (rotated.kind !== "to_set") throw new Error("It was changed");
    const ids = (text: string) => text.split(",").map((pair) => readKey(pair).id);
    expect([ids(rotated.first), ids(rotated.second)]).toEqual([
      [before.keys[0]?.id, rotated.id],
      [rotated.id, before.keys[0]?.id],
    ]);
    expect(env().keys).toBe(keys);
  });

  test("drops an old key once nothing needs it: not one that seals, that sealed something, or that is not there", async () => {
    await makeSealed();
    await inFile(before.keys);
    setEnv({ ...env(), DATA_DIR: dataDir });
    const old = env().keys[0]?.id ?? "";
    const drop = (id: unknown, more = {}) => dropSealingKey(id, { inSetting: false, anyway: false, ...more });
    const refusal = (message: RegExp) => ({ code: "invalid", issues: [{ path: "id", message: expect.stringMatching(message) }] });
    const { id } = await rotateSealingKey({ inSetting: false }, 0);
    for (const none of [undefined, "", "k00000000"]) await expect(drop(none)).rejects.toMatchObject(refusal(/^There is no key of this id/));
    await expect(drop(id)).rejects.toMatchObject(refusal(/is the key that seals/));
    await expect(drop(old, { anyway: true })).rejects.toMatchObject(
      refusal(/has sealed values that only it opens; it stays\. Run signin keys reseal.*\n.* {2}sites\.client_secret_sealed: \d+/s),
    );
    await reseal();
    const passing = (await listKeys()).find((key) => key.id === old)?.sealed ?? {};
    for (const place of Object.keys(passing)) await sql(`DELETE FROM ${place.split(".")[0]}`);
    // Recovery codes, which do not say by which key they were made.
    await expect(drop(old)).rejects.toMatchObject(refusal(/^Nothing is sealed with .* \d+ sessions and [1-9]\d* recovery codes/));
    const file = join(dataDir, "keys");
    const kept = await readFile(file, "utf8");
    const told = await drop(old, { inSetting: true, anyway: true });
    expect([told.kind, "ring" in told && told.ring.split(",").map((pair) => readKey(pair).id), await readFile(file, "utf8")]).toEqual([
      "to_set",
      env().keys.flatMap((key) => (key.id === old ? [] : [key.id])),
      kept,
    ]);
    expect(await drop(old, { anyway: true })).toEqual({ kind: "dropped", id: old, file });
    const loaded = await loadKeys({ DATA_DIR: dataDir, SIGNIN_KEYS: undefined });
    expect(loaded.map((key) => key.id)).toEqual(env().keys.map((key) => key.id));
    expect(loaded.map((key) => key.id)).not.toContain(old);
    await requireOwnKeys();
  });
});
