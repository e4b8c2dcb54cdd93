import { findMailSecret as find, type LiveMailSecret, reserveGuess } from "@/lib/db/consume/mail-secret";
import type { SiteContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { AppError } from "@/lib/kernel/errors";
import { hashToken, isCodeOf } from "@/lib/kernel/secrets";
import { typedCode } from "@/lib/kernel/typed-code";
import { codeContext, MAIL_TOKEN_PREFIX, MAX_GUESSES, type MailSecretPurpose, type ShownSecret } from "./mail-secret";
import { takeGuess } from "./take-guess";

/**
 * Finds the live mail secret that somebody shows, without spending it.
 *
 * SECURITY: a guess at a code is reserved before the code is compared, three for each code and thirty a day for each
 * address, so parallel guessing evaluates no more than that. Budgets are keyed by what was typed, and an address without
 * an account answers like one with a wrong code.
 *
 * @throws AppError `link_unusable`, `code_unusable`, `too_many_attempts`
 */
export async function findMailSecret(site: SiteContext, purpose: MailSecretPurpose, shown: ShownSecret): Promise<LiveMailSecret> {
  if ("token" in shown) {
    const hash = hashToken(MAIL_TOKEN_PREFIX[purpose], shown.token);
    const secret = hash && (await find(site.scope, purpose, hash));
    if (!secret) throw new AppError("link_unusable");
    return secret;
  }
  const email = parseEmail(shown.email);
  const code = typedCode(shown.code);
  if (!email || !/^\d{6}$/.test(code)) throw new AppError("code_unusable");
  await takeGuess(site, email.canonical);
  const secret = await reserveGuess(site.scope, purpose, email.canonical, MAX_GUESSES);
  if (!secret || !isCodeOf(secret.codeMac, code, codeContext(secret.id))) throw new AppError("code_unusable");
  return secret;
}
