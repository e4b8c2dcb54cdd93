import { signIn } from "@/lib/core/sign-in/sign-in";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { given } from "./body";
import { fromFastEditor } from "./caller";
import { signedInAnswer } from "./signed-in";

/**
 * Tells FastEditor who somebody is, by their address or username and their password.
 *
 * @throws AppError `unauthorized`, `invalid`, `wrong_credentials`, `email_unverified`, `too_many_attempts`, `unavailable`
 */
export async function logIn(request: WireRequest): Promise<WireResponse> {
  const visitor = await fromFastEditor(request);
  const { userName, password } = given(request, ["userName", "password", "language"]);
  return signedInAnswer(request, await signIn(request.site, { login: userName, password }, visitor));
}
