import { signUp as signUpUser } from "@/lib/core/sign-in/sign-up";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { email, newPassword, readForm } from "./form";
import { signedIn } from "./session";

/** Makes a user, and signs them in whether or not their address is proved: their tokens say which. */
export async function signUp(request: WireRequest): Promise<WireResponse> {
  const form = readForm(request.body, { email, password: newPassword(request.site) });
  return signedIn(request, await signUpUser(request.site, form, request.visitor, "never"));
}
