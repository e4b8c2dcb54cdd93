import type { AppError, ErrorCode } from "@/lib/kernel/errors";
import type { WireResponse } from "../kit/dialect";
import { type Fault, MASKED, unprocessable } from "./unprocessable";

/** What FastAuth and the framework below it say, where that is not what the catalogue says. */
const DETAILS: { readonly [Code in ErrorCode]?: readonly [status: number, detail: string] } = {
  bad_request: [400, "There was an error parsing the body"],
  wrong_credentials: [401, "Invalid email or password"],
  session_ended: [401, "Invalid refresh token"],
  refresh_token_reused: [401, "Invalid refresh token"],
  email_unverified: [403, "Email address is not verified"],
  second_factor_required: [403, "Two-factor authentication is required"],
  sign_ups_closed: [403, "Registration is closed"],
  not_found: [404, "Not Found"],
  method_not_allowed: [405, "Method Not Allowed"],
  account_not_created: [409, "User already exists"],
  too_large: [413, "Request Entity Too Large"],
  unsupported_media_type: [415, "Unsupported Media Type"],
  too_many_attempts: [429, "Too many requests. Try again later."],
  internal: [500, "Internal Server Error"],
};

/** A refusal as FastAuth writes it. */
export function refuse(error: AppError): WireResponse {
  if (error.code === "bad_json") return unprocessable([notJson(error.at ?? 0)]);
  if (error.code === "invalid") return invalid(error, "password");
  const [status, detail] = DETAILS[error.code] ?? [error.status, error.message];
  return refused(status, detail);
}

export const refused = (status: number, detail: string): WireResponse => ({ status, body: { detail } });

/** A new password that will not do, under the name that its field has here. */
export function invalid({ issues, message }: AppError, field: "password" | "new_password"): WireResponse {
  const [issue] = issues;
  // What is wrong with no field in particular is said by the customer's own user system.
  if (issue?.path === "") return refused(400, issue.message);
  const messages = issue ? issues.map((each) => each.message) : [message];
  return unprocessable(
    messages.map((text): Fault => {
      return { type: "value_error", loc: ["body", field], msg: `Value error, ${text}`, input: MASKED, ctx: { error: {} } };
    }),
  );
}

const notJson = (at: number): Fault => ({
  type: "json_invalid",
  loc: ["body", at],
  msg: "JSON decode error",
  input: {},
  ctx: { error: "Invalid JSON" },
});
