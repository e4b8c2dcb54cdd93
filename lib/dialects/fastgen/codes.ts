import { confirmCode } from "@/lib/core/sign-in/methods/email-code/confirm-code";
import type { CodeOutcome } from "@/lib/core/sign-in/methods/email-code/email-code";
import { requestCode as request } from "@/lib/core/sign-in/methods/email-code/request-code";
import { resendCode as resend } from "@/lib/core/sign-in/methods/email-code/resend-code";
import type { SiteContext } from "@/lib/db/resolve";
import { settingsOf } from "@/lib/dialects/settings";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { ok, outcome } from "./errors";
import { signedIn } from "./session";
import { textsOf } from "./texts-of";
import { hasLoginMethods } from "./user";

const RULE = { digits: 6, lifetimeS: 900, maxGuesses: 5, mayCreate: true } as const;

const restart = outcome("RESTART_FLOW_ERROR");

/** Mails a code that signs in. An address that nobody has becomes a user once its code is shown. */
export async function requestCode({ site, body, visitor }: WireRequest): Promise<WireResponse> {
  requireOffered(site);
  const { email } = textsOf(body, ["email"]);
  const { device } = await request(site, { email }, RULE, visitor);
  return ok({ deviceId: device, preAuthSessionId: flowOf(device), flowType: "USER_INPUT_CODE" });
}

/** Mails another code in place of the one before, unless that one is still on its way. */
export async function resendCode({ site, body, visitor }: WireRequest): Promise<WireResponse> {
  requireOffered(site);
  const { deviceId, preAuthSessionId } = textsOf(body, ["deviceId", "preAuthSessionId"]);
  const known = preAuthSessionId === flowOf(deviceId) && (await resend(site, deviceId, visitor)) !== "unknown";
  return known ? ok() : restart;
}

/** Signs in whoever shows the code. No mail of ours has the link that the protocol also knows; who comes by one begins anew. */
export async function consumeCode(wire: WireRequest): Promise<WireResponse> {
  requireOffered(wire.site);
  if (typeof (wire.body as { linkCode?: unknown } | null)?.linkCode === "string") return restart;
  const { deviceId, preAuthSessionId, userInputCode } = textsOf(wire.body, ["deviceId", "preAuthSessionId", "userInputCode"]);
  if (preAuthSessionId !== flowOf(deviceId)) return restart;
  const shown = { device: deviceId, code: userInputCode };
  const result = await confirmCode(wire.site, shown, RULE, wire.visitor);
  if (result.kind !== "signed_in") return refusalOf(result);
  const created = hasLoginMethods(wire.headers) ? { createdNewRecipeUser: result.created } : { createdNewUser: result.created };
  return signedIn(wire, result, created, "passwordless");
}

function refusalOf(result: Exclude<CodeOutcome, { kind: "signed_in" }>): WireResponse {
  if (result.kind !== "wrong" && result.kind !== "expired") return restart;
  const status = result.kind === "wrong" ? "INCORRECT_USER_INPUT_CODE_ERROR" : "EXPIRED_USER_INPUT_CODE_ERROR";
  return outcome(status, { failedCodeInputAttemptCount: result.failed, maximumCodeInputAttempts: result.most });
}

/** There is no form here to tell of an address that will not do, and no password to be wrong. */
export function refuseCode({ code, issues, message }: AppError): WireResponse | null {
  if (code === "second_factor_required") return outcome("SIGN_IN_UP_NOT_ALLOWED", { reason: message });
  if (code === "invalid") return outcome("GENERAL_ERROR", { message: issues[0]?.message ?? message });
  return code === "wrong_credentials" ? restart : null;
}

/** Names a flow that a device began. Clients keep both and show both; what signs in is the device's. */
const flowOf = (device: string) => Buffer.from(sha256(device)).toString("base64url");

function requireOffered({ site }: SiteContext): void {
  if (!settingsOf(site.dialects, "fastgen").email_codes) throw new AppError("not_found");
}
