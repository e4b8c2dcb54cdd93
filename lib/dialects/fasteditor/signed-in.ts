import { getSignedIn } from "@/lib/core/sign-in/get-signed-in";
import { noteSignIn } from "@/lib/core/sign-in/note-sign-in";
import type { Outcome } from "@/lib/core/sign-in/outcome";
import { AppError } from "@/lib/kernel/errors";
import type { WireRequest, WireResponse } from "../kit/dialect";

/**
 * The user, as FastEditor is told of who may go on. There is no session: what FastEditor keeps of them is its own.
 *
 * Who has to open a mail first is refused, in words that FastEditor shows: a success would let them in. A known address and a
 * new one get the same.
 *
 * @throws AppError `email_unverified`, `wrong_credentials`
 */
export async function signedInAnswer({ site }: WireRequest, outcome: Outcome): Promise<WireResponse> {
  if (outcome.kind === "check_mail") throw new AppError("email_unverified");
  await noteSignIn(site, outcome);
  const { uuid, firstName, lastName, username, email } = await getSignedIn(site, outcome);
  const names = { ...(firstName === null ? {} : { firstName }), ...(lastName === null ? {} : { lastName }) };
  return { status: 201, body: { id: uuid, ...names, userName: username ?? email } };
}
