import type { ApiScope } from "./api-scopes";

/**
 * The one error catalogue. A code has a status and a public text; every wire decides for itself how it looks.
 * docs/errors.md is generated from this table.
 */
export const ERRORS = {
  bad_json: { status: 400, text: "The body is not valid JSON" },
  bad_request: { status: 400, text: "The request could not be read" },
  unauthorized: { status: 401, text: "Invalid or missing API token" },
  wrong_credentials: { status: 401, text: "Wrong e-mail or password" },
  passkey_refused: { status: 401, text: "This passkey was not accepted; try another one, or sign in another way" },
  not_signed_in: { status: 401, text: "Nobody is signed in" },
  access_token_unusable: { status: 401, text: "This access token has expired or is not valid" },
  session_ended: { status: 401, text: "The session has ended; sign in again" },
  refresh_token_reused: { status: 401, text: "This refresh token was used before; its session is ended" },
  email_unverified: { status: 401, text: "Prove your e-mail address first" },
  second_factor_required: { status: 401, text: "A second factor is needed; sign in on the hosted page" },
  proof_too_old: { status: 403, text: "Prove once more that it is you" },
  missing_scope: { status: 403, text: "This API token may not do that" },
  site_suspended: { status: 403, text: "This site is suspended; nobody can sign in there for now" },
  forbidden_origin: { status: 403, text: "This form was sent from another site" },
  not_found: { status: 404, text: "Record not found" },
  method_not_allowed: { status: 405, text: "This address does not take that method" },
  request_timeout: { status: 408, text: "The request took too long to arrive" },
  conflict: { status: 409, text: "Somebody else changed this at the same time; try again" },
  too_large: { status: 413, text: "The body is too large" },
  unsupported_media_type: { status: 415, text: "The content type must be application/json" },
  expectation_failed: { status: 417, text: "What the Expect header asks for is not offered" },
  unknown_host: { status: 421, text: "This host name is not served here" },
  invalid: { status: 422, text: "Validation failed" },
  idempotency_key_reused: { status: 422, text: "This Idempotency-Key was used for another request" },
  account_not_created: { status: 422, text: "We could not create this account; sign in or reset your password" },
  method_off: { status: 422, text: "This way to sign in is not on here" },
  sign_ups_closed: { status: 422, text: "New accounts are not open here" },
  token_expired: { status: 422, text: "Token has expired" },
  token_used: { status: 422, text: "Token has already been used" },
  code_verifier_wrong: { status: 422, text: "The code verifier is missing or does not fit this token" },
  link_unusable: { status: 422, text: "This link has expired or was already used" },
  code_unusable: { status: 422, text: "That code is wrong or has expired" },
  passkey_timed_out: { status: 422, text: "That took too long; try again" },
  passkey_not_added: { status: 422, text: "This passkey could not be added; try again" },
  passkey_known: { status: 422, text: "This passkey is on your list already" },
  too_many_passkeys: { status: 422, text: "There are too many passkeys on your list; remove one first" },
  last_way_in: { status: 422, text: "This is the only way to sign in to your account; add another one first" },
  challenge_required: { status: 422, text: "We have to check that this is a browser; allow JavaScript for this page, then try again" },
  code_over: { status: 422, text: "This code can no longer be used; ask for another one" },
  sign_in_expired: { status: 422, text: "This sign-in took too long, or was begun in another browser; begin again" },
  provider_denied: { status: 422, text: "You were not signed in there; nothing was changed" },
  provider_failed: { status: 422, text: "Signing in there did not work; try again" },
  provider_without_email: { status: 422, text: "We were not told an e-mail address, which this site needs" },
  sign_in_to_link: { status: 422, text: "There is an account with this address; sign in to it first, then link the other one" },
  linked_elsewhere: { status: 422, text: "That account is linked to somebody else here" },
  too_many_requests: { status: 429, text: "Too many requests; try again later" },
  too_many_attempts: { status: 429, text: "Too many attempts; try again later" },
  mail_just_sent: { status: 429, text: "A mail was asked for a moment ago; wait a minute before you ask for another one" },
  headers_too_large: { status: 431, text: "The address or the headers are too large" },
  internal: { status: 500, text: "Something went wrong on our side" },
  unavailable: { status: 503, text: "The service is busy or starting; try again in a moment" },
} as const satisfies Record<string, { status: number; text: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One thing that is wrong with one field. `message` is a full sentence fragment that starts with the field's label. */
export type Issue = { readonly path: string; readonly message: string };

const brand = Symbol.for("signin-fast.AppError");

export type AppErrorOptions = {
  /** What is wrong, field by field. */
  issues?: readonly Issue[];
  /** Seconds after which another try makes sense. */
  retryAfterS?: number;
  /** The position in a text where it went wrong. */
  at?: number;
  /** For the log only. SECURITY: never a secret, never shown. */
  detail?: string;
  cause?: unknown;
};

/** A refusal that has a name. Recognise it with `isAppError`: the class exists more than once under Next. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly [brand] = true;
  readonly issues: readonly Issue[];
  readonly retryAfterS: number | undefined;
  readonly at: number | undefined;
  readonly detail: string | undefined;

  constructor(
    readonly code: ErrorCode,
    options: AppErrorOptions = {},
  ) {
    super(ERRORS[code].text, { cause: options.cause });
    this.issues = options.issues ?? [];
    this.retryAfterS = options.retryAfterS;
    this.at = options.at;
    this.detail = options.detail;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** True for an `AppError` of any copy of this module. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === "object" && error !== null && brand in error;
}

/** A refusal of what an API token was not granted. */
export function missingScope(scope: ApiScope): AppError {
  return new AppError("missing_scope", { issues: [{ path: "", message: `This API token lacks the scope ${scope}` }] });
}

/** A refusal of one field. */
export function invalid(path: string, message: string): AppError {
  return new AppError("invalid", { issues: [{ path, message }] });
}
