import { type Challenge, createChallenge, type Payload, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { z } from "zod";
import { takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { challengeSecrets, sha256 } from "@/lib/kernel/secrets";

/** How long a page may lie open before its form is sent. */
const LIFETIME_S = 1_800;
/** One in 256 keys begins so. Each costs 2,000 rounds: together a quarter of a second on a laptop, about one on a telephone. */
const WORK = { algorithm: "PBKDF2/SHA-256", cost: 2_000, keyLength: 32, keyPrefix: "00" } as const;
const LONGEST = 2_048;

/**
 * A new challenge: what a browser has to find, as ALTCHA writes it. It proves itself, so nothing is kept of those that nobody solves.
 *
 * SECURITY: it is of this site, and what it costs is part of what is signed.
 */
export function newChallenge({ scope }: SiteContext): Promise<Challenge> {
  const [secret = ""] = challengeSecrets();
  const expiresAt = Math.floor(Date.now() / 1_000) + LIFETIME_S;
  return createChallenge({ ...WORK, deriveKey, expiresAt, data: { site: String(scope.siteId) }, hmacSignatureSecret: secret });
}

const payload = z.object({
  challenge: z.object({ parameters: z.looseObject({ data: z.object({ site: z.string() }) }), signature: z.string().max(200) }),
  solution: z.object({ counter: z.int().min(0).max(0xffffffff), derivedKey: z.string().max(128) }),
});

/**
 * Takes the solution of a challenge, as a form brings it: base64 of ALTCHA's JSON. Each is good once.
 *
 * SECURITY: spent in one conditional statement: a copy is worth nothing.
 *
 * @throws AppError `challenge_required`
 */
export async function takeSolution({ scope }: SiteContext, sent: string | undefined): Promise<void> {
  const given = read(sent);
  if (!given || given.challenge.parameters.data?.site !== String(scope.siteId)) throw new AppError("challenge_required");
  for (const hmacSignatureSecret of challengeSecrets()) {
    const { verified } = await verifySolution({ ...given, deriveKey, hmacSignatureSecret }).catch(() => ({ verified: false }));
    if (!verified) continue;
    if (await takeAttempt(scope, sha256(`challenge:${given.challenge.signature}`), 1, LIFETIME_S)) return;
  }
  throw new AppError("challenge_required");
}

function read(sent = ""): Payload | null {
  if (sent === "" || sent.length > LONGEST) return null;
  try {
    return payload.parse(JSON.parse(Buffer.from(sent, "base64").toString())) as unknown as Payload;
  } catch {
    return null;
  }
}
