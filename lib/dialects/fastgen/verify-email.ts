import { proveAddress } from "@/lib/core/sign-in/prove-address";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { ok } from "./errors";
import { findSession, requireSession, withFreshClaim } from "./session";
import { textsOf } from "./texts-of";

/** Proves an address with the token of a mail. Who is signed in gets an access token that says so. */
export async function verifyEmail(request: WireRequest): Promise<WireResponse> {
  const shown = textsOf(request.body, ["token"]);
  const before = await findSession(request);
  await proveAddress(request.site, shown, request.visitor, before?.session.user.id ?? null);
  const current = before && (await findSession(request));
  return current ? withFreshClaim(request, ok(), current) : ok();
}

/** Tells who is signed in whether their address is proved; it may have been in another browser since. */
export async function isEmailVerified(request: WireRequest): Promise<WireResponse> {
  const current = await requireSession(request);
  return withFreshClaim(request, ok({ isVerified: current.session.user.emailVerifiedAt !== null }), current);
}
