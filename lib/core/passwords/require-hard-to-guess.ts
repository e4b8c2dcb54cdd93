import type { SiteContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { FIELD_RULES } from "@/lib/kernel/field-rules";
import { fieldLabel } from "@/lib/kernel/fields";
import { attackProtection } from "../attack-protection/settings";
import type { Visitor } from "../sign-in/visitor";
import { isCommon } from "./common/is-common";
import { isLeaked } from "./is-leaked";

/** Whose password it is to be, as far as it is known: nothing of it should be one. */
export type Person = { readonly emailCanonical?: string | undefined; readonly username?: string | null | undefined };

/**
 * Lets a new password of a site's user pass that few people use and that is no name of the site or of theirs. Never asked of a
 * password that is shown: what somebody has is theirs until they set another one.
 *
 * @throws AppError `invalid`
 */
export function requireHardToGuess({ site }: SiteContext, password: string, { emailCanonical = "", username }: Person): void {
  const names = [site.name, site.slug, emailCanonical.split("@", 1)[0], username ?? "", PRODUCT];
  const refused = attackProtection(site.attackProtection).refuse_weak_passwords && (isCommon(password) || isName(password, names));
  if (refused) throw guessable("password");
}

/**
 * Lets one pass that is not known to have leaked, where the site wants that looked up.
 *
 * SECURITY: for whoever has shown that they may set it: it asks somebody else's server.
 *
 * @param aside see `Visitor`
 * @throws AppError `invalid`
 */
export async function requireNotLeaked(
  { site }: SiteContext,
  password: string,
  { aside }: Pick<Visitor, "aside"> = UNHURRIED,
): Promise<void> {
  if (!attackProtection(site.attackProtection).refuse_leaked_passwords) return;
  if (await aside(() => isLeaked(password))) throw guessable("password");
}

/** Where nobody at a form waits, there is nothing to step aside from. */
const UNHURRIED: Pick<Visitor, "aside"> = { aside: (wait) => wait() };

/**
 * Both for an operator's. It is looked up among leaked ones wherever the installation names a place to ask.
 *
 * @param path what the field is called
 * @throws AppError `invalid`
 */
export async function requireHardToGuessOperator(password: string, emailCanonical: string, path = "password"): Promise<void> {
  const names = [emailCanonical.split("@", 1)[0], PRODUCT];
  if (isCommon(password) || isName(password, names) || (await isLeaked(password))) throw guessable(path);
}

const PRODUCT = "signin";

const guessable = (path: string) => invalid(path, `${fieldLabel(path)} ${FIELD_RULES.guessable}`);

/** Whether a password is one of some names, but for case, spaces and signs, and what is counted up behind it: `Acme-Shop2024!`. */
function isName(password: string, names: readonly (string | undefined)[]): boolean {
  const bare = bareOf(password);
  return bare !== "" && names.some((name) => name !== undefined && bareOf(name) === bare);
}

const bareOf = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .replace(/(?<!\p{N})\p{N}+$/u, "");
