import { requestReset as request } from "@/lib/core/sign-in/request-reset";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { ok } from "./errors";
import { email, readForm } from "./form";

/** Has a link mailed to set a new password with, where the address has an account; the answer is the same where it has none. */
export async function requestReset({ site, body, visitor }: WireRequest): Promise<WireResponse> {
  await request(site, readForm(body, { email }), visitor);
  return ok();
}
