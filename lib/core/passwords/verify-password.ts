import { hash, verify } from "@node-rs/argon2";
import { seal, unseal } from "@/lib/kernel/secrets";
import { isCurrent, NOBODYS, PARAMETERS, type PasswordOwner } from "./hash-password";
import { hashing } from "./hashing-queue";
import { parsePasswordHash } from "./parse-password-hash";

/** What is kept of a user's password. */
export type KeptPassword = { readonly sealed: Uint8Array; readonly owner: PasswordOwner };

/** What a comparison found. */
export type Verdict = {
  readonly right: boolean;
  /** The same password, hashed and sealed as we do today, to be stored in place of exactly what was compared. Null: that is up to date, or the password is wrong. */
  readonly renewed: Uint8Array<ArrayBuffer> | null;
};

/**
 * Compares a password, as it was typed, with what is kept of a user's.
 *
 * Our own hashes are of its NFC. Whoever hashed an imported one may have taken it as it came.
 *
 * SECURITY: without a kept password nobody's is sealed and compared, and the answer is false, so that unknown, password-less and
 * wrong take equally long, to a tenth of a millisecond. An imported hash costs its own price and that one, right or wrong: it is
 * never cheaper than no user at all. Until its first sign-in a dear one (bcrypt of a high cost) is slower, as it
 * has to be.
 *
 * @param turn `inLineOf` the site whose user it is
 * @throws AppError `unavailable` when more than about two seconds of hashing are waiting
 */
export async function verifyPassword(typed: string, kept: KeptPassword | null, turn: typeof hashing = hashing): Promise<Verdict> {
  // SECURITY: blank is what an impossible password became. It is never right, not even where an import says so.
  const text = kept && typed !== "" ? unseal(kept.sealed, kept.owner) : nobodys();
  const normal = typed.normalize("NFC");
  return turn(async () => {
    if (isCurrent(text)) return { right: await verify(text, normal), renewed: null };
    const right = (await matches(text, normal)) || (typed !== normal && (await matches(text, typed)));
    const phc = await hash(normal, PARAMETERS);
    return { right, renewed: right && kept ? seal(phc, kept.owner) : null };
  });
}

/** What nobody's password is compared with. Sealing costs what opening does. */
function nobodys(): string {
  seal(NOBODYS, "site_users.password:0:0");
  return NOBODYS;
}

async function matches(text: string, password: string): Promise<boolean> {
  const kept = parsePasswordHash(text);
  return kept?.affordable === true && kept.matches(password);
}
