import { generateKeyPair as generate, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { exportJWK, importJWK, importPKCS8, type JWK } from "jose";
import type { SiteContext } from "@/lib/db/resolve";
import type { TenantDb } from "@/lib/db/tenant-db";
import { sealBytes, unsealBytes } from "@/lib/kernel/secrets";

const generateKeyPair = promisify(generate);

/** What the tokens of every site are signed with: the one algorithm that all of the clients take. */
export const ALGORITHM = "RS256";

/** How long a list of keys is believed before it is looked at again. */
const FRESH_MS = 15_000;
/** How long nobody looks again for a key that was not there: made-up names must not become work. */
const UNKNOWN_MS = 2_000;
const MAX_SITES = 1_000;

type Keys = {
  readonly readAt: number;
  readonly published: readonly JWK[];
  readonly signing: { readonly kid: string; readonly key: CryptoKey };
  readonly verifying: ReadonlyMap<string, CryptoKey>;
};

const slot = Symbol.for("signin-fast.signing-keys");
type Holder = { [slot]?: Map<bigint, Promise<Keys>> };

/** The key that signs for a site now. */
export async function signingKey(site: SiteContext): Promise<Keys["signing"]> {
  return (await keysOf(site)).signing;
}

/** The key of a site with this name, or null. SECURITY: only from the site's own list; what a token says of itself is not followed. */
export async function verifyingKey(site: SiteContext, kid: string): Promise<CryptoKey | null> {
  const known = (await keysOf(site)).verifying.get(kid);
  return known ?? (await keysOf(site, UNKNOWN_MS)).verifying.get(kid) ?? null;
}

/** The public keys of a site, as RFC 7517 writes them: those that signed what may still be in use, and those that will sign soon. */
export async function publishedKeys(site: SiteContext): Promise<readonly JWK[]> {
  return (await keysOf(site)).published;
}

/** Has the keys of a site read anew in this process. */
export function forgetSigningKeys({ scope }: SiteContext): void {
  (globalThis as Holder)[slot]?.delete(scope.siteId);
}

async function keysOf(site: SiteContext, believedMs = FRESH_MS): Promise<Keys> {
  const holder = globalThis as Holder;
  holder[slot] ??= new Map();
  const known = holder[slot];
  const { siteId } = site.scope;
  const kept = known.get(siteId);
  if (kept && Date.now() - (await kept).readAt < believedMs) return kept;
  if (kept && known.get(siteId) !== kept) return keysOf(site, believedMs);
  const reading = read(site);
  known.delete(siteId);
  known.set(siteId, reading);
  for (const oldest of known.keys()) {
    if (known.size <= MAX_SITES) break;
    known.delete(oldest);
  }
  reading.catch(() => known.get(siteId) === reading && known.delete(siteId));
  return reading;
}

async function read(site: SiteContext): Promise<Keys> {
  const readAt = Date.now();
  const rows = await site.db.signingKey.findMany({
    where: { OR: [{ endsAt: null }, { endsAt: { gt: new Date() } }] },
    orderBy: { generation: "desc" },
  });
  // The clock of the machine that made the first one may be ahead of ours.
  const current = rows.find(({ signsFrom }) => signsFrom.getTime() <= readAt) ?? rows.at(-1);
  if (!current) {
    await insertSigningKey(site, { ...(await makeSigningKey()), generation: 1, signsFrom: new Date() });
    return read(site);
  }
  const published = rows.map(({ publicJwk }) => publicJwk as JWK);
  const verifying = new Map<string, CryptoKey>();
  for (const jwk of published) verifying.set(String(jwk.kid), (await importJWK(jwk, ALGORITHM)) as CryptoKey);
  const pkcs8 = unsealBytes(current.privateSealed, signingKeyContext(current.kid)).toString("utf8");
  return { readAt, published, verifying, signing: { kid: current.kid, key: await importPKCS8(pkcs8, ALGORITHM) } };
}

type NewKey = Awaited<ReturnType<typeof makeSigningKey>> & { readonly generation: number; readonly signsFrom: Date };

/** Makes a key pair, as it is kept. */
export async function makeSigningKey() {
  const { publicKey, privateKey } = await newKeyPair();
  const kid = newKid();
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: "sig" };
  const privateSealed = sealBytes(Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" })), signingKeyContext(kid));
  return { kid, publicJwk, privateSealed };
}

/**
 * Keeps a key pair of a site, unless there is one of that generation.
 *
 * @returns false when somebody else was quicker
 */
export async function insertSigningKey({ db }: { readonly db: Pick<TenantDb, "signingKey"> }, key: NewKey): Promise<boolean> {
  const { count } = await db.signingKey.createMany({ data: [key], skipDuplicates: true });
  return count === 1;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * A new key pair.
 *
 * SECURITY: one after the other. Each takes a thread for a tenth of a second, and passwords are hashed on the same few: a stranger
 * who asks for the keys of many new sites would keep everybody else from signing in.
 */
function newKeyPair() {
  const pair = last.then(() => generateKeyPair("rsa", { modulusLength: 2048 }));
  last = pair.catch(() => undefined);
  return pair;
}

/** The clients of Fastgen take `s-…` for the name of a key that stays. */
const newKid = () => `s-${randomBytes(12).toString("base64url")}`;

/** What the private half of a key is sealed to. */
export const signingKeyContext = (kid: string) => `signing_keys.private:${kid}`;
