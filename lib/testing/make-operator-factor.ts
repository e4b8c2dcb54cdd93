import { addOperatorPasskey, beginOperatorPasskey } from "@/lib/core/operators/add-passkey";
import { beginOperatorApp, setUpOperatorApp } from "@/lib/core/operators/set-up-app";
import type { OperatorContext } from "@/lib/db/resolve";
import { createPasskey, type SoftPasskey } from "./authenticator";
import { codeOf } from "./make-factor";
import { type SignedIn, signedIn } from "./make-operator";

/** An operator with an app, as their profile would have set it up. What `code` answers is the code after the one that set it up. */
export type WithApp = SignedIn & { readonly secret: string; readonly codes: readonly string[]; code(): string };

/** Gives an operator an app. The session goes on with it. */
export async function withApp({ operator, email }: SignedIn): Promise<WithApp> {
  const { secret, sealed } = beginOperatorApp(operator);
  const { codes, session } = await setUpOperatorApp(operator, { sealed, code: codeOf(secret) });
  return { operator: await signedIn(session), email, session, secret, codes, code: () => codeOf(secret, 1) };
}

/** Adds a passkey to an operator's, and answers with the half of it that is kept by their authenticator. */
export async function makeOperatorPasskey(operator: OperatorContext, twist = {}): Promise<SoftPasskey> {
  const { passkey, answer } = createPasskey(await beginOperatorPasskey(operator), twist);
  await addOperatorPasskey(operator, JSON.stringify(answer));
  return passkey;
}
