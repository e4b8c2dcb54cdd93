import { confirmReset as confirm } from "@/lib/core/sign-in/confirm-reset";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { ok } from "./errors";
import { newPassword, readForm } from "./form";
import { textsOf } from "./texts-of";

/** Sets a new password with the token of a mail. A password that will not do leaves the token good. */
export async function confirmReset({ site, body }: WireRequest): Promise<WireResponse> {
  const form = readForm(body, { password: newPassword(site) });
  await confirm(site, textsOf(body, ["token"]), form);
  return ok();
}
