import { consumeCodeOfNewUser, consumeEmailCode, type ShownOfMail } from "@/lib/db/consume/email-code";
import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import { happened } from "../../../audit/happened";
import type { SignedIn } from "../../outcome";
import type { Visitor } from "../../visitor";
import { takesNewUsers } from "./email-code";

type ByMail = { readonly shown: ShownOfMail; readonly userId: bigint | null; readonly mayCreate: boolean };

/**
 * Spends what a mail brought, and signs in who has its address, or makes a user of it.
 *
 * @param userId who has the address; null: nobody
 * @returns null when nobody may become a user by it; `spent` when it was spent, replaced or ended in between
 */
export async function signInByMail(
  site: SiteContext,
  { shown, userId, mayCreate }: ByMail,
  { browserHash, locale = null }: Visitor,
): Promise<(SignedIn & { readonly created: boolean }) | "spent" | null> {
  const created = userId === null;
  if (created && !(mayCreate && takesNewUsers(site))) return null;
  const siteUserId = userId ?? newId();
  const event = happened({ type: "site_user.signed_up", siteUserId, data: { method: "email_code" } });
  const spent = created
    ? await consumeCodeOfNewUser(site.scope, shown, siteUserId, locale, event)
    : await consumeEmailCode(site.scope, shown, siteUserId, browserHash);
  const proof = { passwordSealed: null, budgets: [], secondFactor: false };
  return spent ? { kind: "signed_in", siteUserId, proof, by: "email_code", created } : "spent";
}
