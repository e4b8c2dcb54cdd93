import { issueCallbackToken } from "@/lib/core/callback-tokens/issue-callback-token";
import { getSignedIn } from "@/lib/core/sign-in/get-signed-in";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import { callbackUrl } from "./finish-sign-in";
import { type Step, view } from "./hosted-response";
import type { Visit } from "./visit";

/**
 * The last step in a frame: the page around it is told who signed in, and gets the callback token.
 *
 * A site without `success_uri` has nowhere to go; its page does what it likes with the token.
 *
 * SECURITY: what carries the token is shown by a registered origin only, and speaks to that one.
 *
 * @throws AppError `wrong_credentials` when the user was deleted, or what proved them was replaced, in this moment
 */
export async function handOver({ context, state, codeChallenge }: Visit, signedIn: SignedIn): Promise<Step> {
  const token = await issueCallbackToken(context, signedIn, codeChallenge);
  const { id, email, name } = await getSignedIn(context, signedIn);
  const { successUri } = context.site;
  const redirect = successUri === null ? null : callbackUrl(successUri, token, state);
  return view({ page: "handed-over", user: { id: Number(id), email, name }, token, redirect });
}
