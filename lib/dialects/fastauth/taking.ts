import { parseEmail } from "@/lib/kernel/email";
import type { DialectRoute, WireRequest, WireResponse } from "../kit/dialect";
import { type Fault, MASKED, missing, unprocessable } from "./unprocessable";

/** What is sent here: an address, and otherwise secrets. */
type Field = "email" | "password" | "new_password" | "token" | "refresh_token";

/** Handles a request whose body has these fields, each a text. Any other is answered as FastAPI does; fields beside them are ignored. */
export function taking<Name extends Field>(
  names: readonly Name[],
  handle: (given: Readonly<Record<Name, string>>, request: WireRequest) => Promise<WireResponse>,
): DialectRoute["handle"] {
  return async (request) => {
    const faults = faultsOf(request.body, names);
    return faults.length > 0 ? unprocessable(faults) : handle(request.body as Record<Name, string>, request);
  };
}

function faultsOf(body: unknown, names: readonly Field[]): Fault[] {
  if (body === undefined) return [missing(["body"], null)];
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    const msg = "Input should be a valid dictionary or object to extract fields from";
    return [{ type: "model_attributes_type", loc: ["body"], msg, input: repeated(body) }];
  }
  return names.flatMap((name) => {
    const loc = ["body", name];
    if (!Object.hasOwn(body, name)) return [missing(loc, withoutSecrets(body))];
    const value: unknown = (body as Record<string, unknown>)[name];
    const input = name === "email" ? repeated(value) : MASKED;
    if (typeof value !== "string") return [{ type: "string_type", loc, msg: "Input should be a valid string", input } as const];
    if (name !== "email" || parseEmail(value)) return [];
    const reason = value.includes("@") ? "The email address is not valid." : "An email address must have an @-sign.";
    return [{ type: "value_error", loc, msg: `value is not a valid email address: ${reason}`, input, ctx: { reason } } as const];
  });
}

/** A body that lacks a field, as far as it may be repeated. SECURITY: what else was sent is a password or a token. */
const withoutSecrets = (body: object) =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, name === "email" ? repeated(value) : MASKED]));

/** Of what has parts of its own only that it was there: it may be deeper than what can be written. */
function repeated(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? [] : {};
}
