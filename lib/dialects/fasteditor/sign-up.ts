import { signUp } from "@/lib/core/sign-in/sign-up";
import { invalid } from "@/lib/kernel/errors";
import { fields } from "@/lib/kernel/fields";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { given } from "./body";
import { fromFastEditor } from "./caller";
import { signedInAnswer } from "./signed-in";

/**
 * Creates a user with the name they chose: an address where it holds an `@`, otherwise a username, to which no mail goes. Their
 * language is kept.
 *
 * @throws AppError `unauthorized`, `invalid`, `account_not_created`, `email_unverified` (the site requires a proof; known or not),
 *   `sign_ups_closed`, `too_many_attempts`, `unavailable`
 */
export async function signUpUser(request: WireRequest): Promise<WireResponse> {
  const { site } = request;
  const visitor = await fromFastEditor(request);
  const { userName, password, language, firstName, lastName } = given(request, ["userName", "password", "language"]);
  const isAddress = userName.includes("@");
  if (!isAddress && site.site.emailVerification === "required") throw invalid("missing address", "userName must be an address here");
  const name = isAddress ? { email: userName } : { username: userName };
  const locale = fields.locale.catch(null).parse(language);
  return signedInAnswer(request, await signUp(site, { ...name, password, firstName, lastName, locale }, visitor));
}
