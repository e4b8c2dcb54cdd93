import { issueCallbackToken as insert } from "@/lib/db/hot/issue-callback-token";
import type { SiteContext } from "@/lib/db/resolve";
import type { SignedIn } from "../sign-in/outcome";
import { signedInEvent } from "../sign-in/signed-in-event";
import { writeDown } from "../sign-in/write-down";
import { newCallbackToken } from "./new-callback-token";

/**
 * Issues the callback token of a sign-in that begins no session in the visitor's browser.
 *
 * @param codeChallenge what its exchange is bound to
 * @throws AppError `second_factor_required`; `wrong_credentials` when the user was deleted or blocked, or what proved them was
 *   replaced, in this moment
 */
export async function issueCallbackToken(context: SiteContext, signedIn: SignedIn, codeChallenge: string | null = null): Promise<string> {
  const { text, row } = newCallbackToken(context, codeChallenge);
  const event = signedInEvent(signedIn);
  await writeDown(context, signedIn, (proof) => insert(context.scope, signedIn.siteUserId, row, proof, event));
  return text;
}
