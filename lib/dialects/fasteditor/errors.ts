import type { AppError, ErrorCode } from "@/lib/kernel/errors";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { languageOf } from "./body";
import { messagesIn } from "./messages";
import type { Messages } from "./messages/messages";

type Words = { readonly status?: number; readonly code: string; readonly message: keyof Messages };

const WORDS: Partial<Record<ErrorCode, Words>> = {
  bad_json: { code: "INVALID_JSON", message: "unreadable" },
  bad_request: { code: "BAD_REQUEST", message: "unreadable" },
  unauthorized: { code: "INVALID_API_KEY", message: "notSetUp" },
  site_suspended: { code: "SITE_SUSPENDED", message: "suspended" },
  forbidden_origin: { code: "FORBIDDEN_ORIGIN", message: "notSetUp" },
  not_found: { code: "NOT_FOUND", message: "notSetUp" },
  method_not_allowed: { code: "METHOD_NOT_ALLOWED", message: "notSetUp" },
  too_large: { code: "TOO_LARGE", message: "unreadable" },
  unsupported_media_type: { code: "UNSUPPORTED_MEDIA_TYPE", message: "unreadable" },
  wrong_credentials: { code: "INVALID_CREDENTIALS", message: "wrongCredentials" },
  email_unverified: { status: 403, code: "EMAIL_NOT_VERIFIED", message: "checkMail" },
  second_factor_required: { status: 403, code: "SECOND_FACTOR_REQUIRED", message: "secondFactor" },
  account_not_created: { status: 409, code: "USER_EXISTS", message: "userExists" },
  sign_ups_closed: { status: 403, code: "SIGN_UPS_CLOSED", message: "signUpsClosed" },
  too_many_attempts: { code: "RATE_LIMITED", message: "tooManyAttempts" },
  too_many_requests: { code: "RATE_LIMITED", message: "tooManyAttempts" },
  unavailable: { code: "UNAVAILABLE", message: "unavailable" },
};

const REFUSED: Words = { code: "REFUSED", message: "unreadable" };
const FAILED: Words = { code: "INTERNAL_ERROR", message: "failed" };

/** What is wrong with a field, by the name that its rule knows it by; see `given` for those that are missing. */
const FIELDS: Readonly<Record<string, Words>> = {
  "missing userName": { status: 400, code: "VALIDATION_ERROR", message: "userNameMissing" },
  "missing password": { status: 400, code: "VALIDATION_ERROR", message: "passwordMissing" },
  "missing language": { status: 400, code: "VALIDATION_ERROR", message: "languageMissing" },
  "missing address": { status: 400, code: "VALIDATION_ERROR", message: "emailNeeded" },
  email: { status: 400, code: "VALIDATION_ERROR", message: "userNameInvalid" },
  username: { status: 400, code: "VALIDATION_ERROR", message: "userNameInvalid" },
  login: { status: 400, code: "VALIDATION_ERROR", message: "userNameInvalid" },
  password: { status: 422, code: "WEAK_PASSWORD", message: "passwordWeak" },
  firstName: { status: 400, code: "VALIDATION_ERROR", message: "nameInvalid" },
  lastName: { status: 400, code: "VALIDATION_ERROR", message: "nameInvalid" },
};

/** A refusal as FastEditor shows it to its user, in the language of the request. */
export function refuse(error: AppError, request?: WireRequest): WireResponse {
  const [issue] = error.issues;
  // The customer's own user system has said it, in words of its own.
  if (error.code === "invalid" && issue?.path === "") return { status: error.status, body: { message: issue.message, code: REFUSED.code } };
  const field = error.code === "invalid" ? FIELDS[issue?.path ?? ""] : undefined;
  const words = field ?? WORDS[error.code] ?? (error.status < 500 ? REFUSED : FAILED);
  return inWords(words, error.status, languageOf(request));
}

const inWords = ({ status, code, message }: Words, usual: number, language: string): WireResponse => ({
  status: status ?? usual,
  body: { message: messagesIn(language)[message], code },
});
