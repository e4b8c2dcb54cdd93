import { consumeEmailChange, type EmailChangeGuess, findEmailChange, reserveEmailChangeGuess } from "@/lib/db/consume/email-change";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { violatedIndex } from "@/lib/kernel/faults";
import { hashToken, isCodeOf } from "@/lib/kernel/secrets";
import { typedCode } from "@/lib/kernel/typed-code";
import { happened } from "../audit/happened";
import { MAX_GUESSES } from "../mail-secrets/mail-secret";
import { takeGuess } from "../mail-secrets/take-guess";
import { changeCodeContext, pendingChange } from "./email-change";

/** How somebody who is signed in shows what was mailed to their new address. */
export type ShownChange = { readonly token: string } | { readonly code: string };

/**
 * Puts the new address in place of the old one. It counts as proved; the old one is told.
 *
 * SECURITY: for who is signed in as the very user who asked: a link that reached the wrong mailbox gives nobody the account.
 * A guess at the code is reserved before it is compared, three for each, and thirty a day for an address.
 *
 * @throws AppError `link_unusable`, `code_unusable`, also when somebody else has the address by now; `too_many_attempts`
 */
export async function confirmEmailChange(site: SiteContext, siteUserId: bigint, shown: ShownChange): Promise<void> {
  const refusal = new AppError("token" in shown ? "link_unusable" : "code_unusable");
  const change = "token" in shown ? await byLink(site, siteUserId, shown.token) : await byCode(site, siteUserId, shown.code);
  if (!change) throw refusal;
  const event = happened({ type: "site_user.email_changed", siteUserId });
  const changed = await consumeEmailChange(site.scope, change.id, siteUserId, event).catch((error: unknown) => {
    // Somebody else was quicker to have that address.
    if (violatedIndex(error) === "site_users_site_id_email_canonical_key") return null;
    throw error;
  });
  if (!changed) throw refusal;
  await enqueue(site.db, "mail-account-notice", { notice: "emailChanged", ...changed });
}

async function byLink({ scope }: SiteContext, siteUserId: bigint, token: string): Promise<{ readonly id: bigint } | null> {
  const hash = hashToken("chg_", token);
  return hash && findEmailChange(scope, siteUserId, hash);
}

async function byCode(site: SiteContext, siteUserId: bigint, typed: string): Promise<EmailChangeGuess | null> {
  const code = typedCode(typed);
  const pending = await pendingChange(site, siteUserId);
  if (pending === null || !/^\d{6}$/.test(code)) return null;
  await takeGuess(site, pending.emailCanonical);
  const guess = await reserveEmailChangeGuess(site.scope, siteUserId, MAX_GUESSES);
  return guess?.codeMac && isCodeOf(guess.codeMac, code, changeCodeContext(guess.id)) ? guess : null;
}

/** Whether the link of a mail could be used by who is signed in. Looking spends nothing. */
export const isLiveChange = async (site: SiteContext, siteUserId: bigint, token: string) =>
  (await byLink(site, siteUserId, token)) !== null;
