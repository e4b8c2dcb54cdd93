import { AppError, type ErrorCode } from "@/lib/kernel/errors";
import type { WireResponse } from "../kit/dialect";

/** An answer that is a JSON object. */
export type Answer = WireResponse & { readonly body: object };

/** What came of a request, in words of the protocol. Whatever it is, HTTP calls it 200. */
export const outcome = (status: string, more: object = {}): Answer => ({ status: 200, body: { status, ...more } });

export const ok = (more: object = {}): Answer => outcome("OK", more);

/** What is wrong with a form, field by field. */
export const fieldError = (formFields: readonly { readonly id: string; readonly error: string }[]): WireResponse =>
  outcome("FIELD_ERROR", { formFields });

/** A request that no client of this protocol makes. */
export const badInput = (message: string): AppError => new AppError("bad_request", { issues: [{ path: "", message }] });

const said = (message: string) => (error: AppError) => ({ status: error.status, body: { message } });

/** The refusals that this protocol has words of its own for. */
const WORDS: { readonly [Code in ErrorCode]?: (error: AppError) => WireResponse } = {
  // What is wrong with no field in particular is said by the customer's own user system.
  invalid: ({ issues, message }) =>
    issues.some(({ path }) => path !== "")
      ? fieldError(issues.map((issue) => ({ id: issue.path, error: issue.message })))
      : outcome("GENERAL_ERROR", { message: issues[0]?.message ?? message }),
  wrong_credentials: () => outcome("WRONG_CREDENTIALS_ERROR"),
  account_not_created: () => fieldError([{ id: "email", error: "This email already exists. Please sign in instead." }]),
  sign_ups_closed: ({ message }) => outcome("SIGN_UP_NOT_ALLOWED", { reason: message }),
  email_unverified: ({ message }) => outcome("SIGN_IN_NOT_ALLOWED", { reason: message }),
  second_factor_required: ({ message }) => outcome("SIGN_IN_NOT_ALLOWED", { reason: message }),
  not_signed_in: said("unauthorised"),
  session_ended: said("unauthorised"),
  access_token_unusable: said("try refresh token"),
  refresh_token_reused: said("token theft detected"),
};

/** A refusal as Fastgen writes it. */
export function refuse(error: AppError): WireResponse {
  const { code, status, message, issues } = error;
  return WORDS[code]?.(error) ?? { status, body: { message: issues[0]?.message ?? message } };
}

/** The same for a route that takes a secret from a mail: one that cannot be spent has a status of its own. */
export const refuseSecret = (status: string) => (error: AppError) => (error.code === "link_unusable" ? outcome(status) : null);
