import type { AppError, ErrorCode } from "@/lib/kernel/errors";
import type { WireResponse } from "../kit/dialect";

/** What FastSchema says in other words or with another status than the catalogue. */
const WORDS: { readonly [Code in ErrorCode]?: { readonly status?: number; readonly message: string; readonly error: string } } = {
  wrong_credentials: { message: "Unauthorized", error: "invalid_credentials" },
  not_signed_in: { message: "Unauthorized", error: "unauthorized" },
  access_token_unusable: { message: "Unauthorized", error: "invalid_token" },
  session_ended: { message: "Unauthorized", error: "invalid_token" },
  email_unverified: { message: "User is inactive", error: "user_inactive" },
  second_factor_required: { message: "Two-factor authentication is required", error: "second_factor_required" },
  account_not_created: { status: 400, message: "User already exists", error: "user_exists" },
  link_unusable: { status: 400, message: "Invalid token", error: "invalid_token" },
};

/** A refusal as FastSchema writes it. */
export function refuse({ code, status, message, issues }: AppError): WireResponse {
  const said = issues.map((issue) => issue.message).join(", ");
  const words = WORDS[code];
  return failure(words?.status ?? status, words?.message ?? (said || message), words?.error ?? code);
}

/**
 * A failure that both kinds of client read: at the top as the documentation has it, and in `error`, where the JavaScript SDK looks.
 *
 * @param error what programs tell it by
 */
export function failure(status: number, message: string, error: string, more: object = {}): WireResponse {
  const told = { code: String(status), message, data: { error } };
  return { status, body: { ...told, ...more, error: told } };
}
