import { signIn as signInUser } from "@/lib/core/sign-in/sign-in";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { email, givenPassword, readForm } from "./form";
import { signedIn } from "./session";

/** Signs a user in, whether or not their address is proved: their tokens say which. */
export async function signIn(request: WireRequest): Promise<WireResponse> {
  const form = readForm(request.body, { email, password: givenPassword });
  return signedIn(request, await signInUser(request.site, form, request.visitor, "never"));
}
