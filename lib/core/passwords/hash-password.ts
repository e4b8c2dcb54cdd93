import { hash } from "@node-rs/argon2";
import { seal } from "@/lib/kernel/secrets";
import { hashing } from "./hashing-queue";

/** OWASP's second Argon2id profile: 19 MiB, two passes, one lane. About 8 ms. */
export const PARAMETERS = { algorithm: 2 /* Argon2id */, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** A hash as `hashPassword` makes them, of nothing that anybody could type. */
export const NOBODYS = `${CURRENT}${"A".repeat(22)}$${"A".repeat(43)}`;

/** Whether a kept hash is one that `hashPassword` would make today. */
export const isCurrent = (kept: string) => kept.startsWith(CURRENT) && /^[^$]{22}\$[^$]{43}$/.test(kept.slice(CURRENT.length));

/** Whose password it is. The row's name is bound into the sealed value. */
export type PasswordOwner = `site_users.password:${bigint}:${bigint}` | `operators.password:${bigint}`;

/** The password of a site user. Their id is unique within the account only. */
export const siteUserPassword = ({ accountId }: { readonly accountId: bigint }, id: bigint): PasswordOwner =>
  `site_users.password:${accountId}:${id}`;

/**
 * Turns a checked password into what the database keeps: a standard PHC string, sealed.
 *
 * SECURITY: sealed, so that a stolen dump alone cannot even be guessed at; standard inside, so that an export verifies
 * anywhere.
 *
 * @param turn `inLineOf` the site whose user it is; `hashingLater` where nobody at a form waits for it
 * @throws AppError `unavailable` when more than about two seconds of hashing are waiting
 */
export async function hashPassword(
  password: string,
  owner: PasswordOwner,
  turn: typeof hashing = hashing,
): Promise<Uint8Array<ArrayBuffer>> {
  const phc = await turn(() => hash(password, PARAMETERS));
  return seal(phc, owner);
}
