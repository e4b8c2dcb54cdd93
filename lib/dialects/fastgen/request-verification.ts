import { requestVerification as request } from "@/lib/core/sign-in/request-verification";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { ok, outcome } from "./errors";
import { requireSession, withFreshClaim } from "./session";

/** Mails the proof of their address to who is signed in, unless it is proved. */
export async function requestVerification(wire: WireRequest): Promise<WireResponse> {
  const current = await requireSession(wire);
  const { email, emailVerifiedAt } = current.session.user;
  if (emailVerifiedAt) return withFreshClaim(wire, outcome("EMAIL_ALREADY_VERIFIED_ERROR"), current);
  await request(wire.site, { email }, wire.visitor);
  return ok();
}
