import { z } from "zod";
import { parseEmail } from "./email";
import { AppError, type Issue } from "./errors";
import { FIELD_RULES } from "./field-rules";
import { type JsonObject, jsonObjectProblem } from "./json-object";
import { parseUrl } from "./parse-url";

/**
 * The rules of every field a person or a program may send, whichever wire it came by. A message continues the field's
 * label: "Email" + FIELD_RULES.blank. What zod cannot tell a reader of a rule's input stands in its `meta`, as JSON Schema.
 */

/** What a text must never hold: control characters, halves of characters, and marks that reverse the reading direction. */
const UNSAFE_TEXT = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

const blank = (value: unknown) => value === undefined || value === null || (typeof value === "string" && value.trim() === "");

/** A field that must be there. The inner rule sees trimmed text. */
const required = <T extends z.ZodType<unknown, string>>(rule: T) =>
  z.unknown().transform((value, context): z.output<T> => {
    if (blank(value)) return refuse(context, FIELD_RULES.blank);
    if (typeof value !== "string") return refuse(context, FIELD_RULES.not_text);
    return pass(rule, value.trim(), context);
  });

/** A field that may be absent, null or blank; all three mean null. */
const nullable = <T extends z.ZodType<unknown, string>>(rule: T) =>
  z
    .unknown()
    .transform((value, context): z.output<T> | null => {
      if (blank(value)) return null;
      if (typeof value !== "string") return refuse(context, FIELD_RULES.not_text);
      return pass(rule, value.trim(), context);
    })
    .prefault(null);

/** Text of one line that shows as it is. */
export const line = (max: number) =>
  z
    .string()
    .max(max, FIELD_RULES.too_long)
    .refine((text) => !UNSAFE_TEXT.test(text), FIELD_RULES.characters);

const email = z.string().transform((text, context) => parseEmail(text) ?? refuse(context, FIELD_RULES.invalid));

/**
 * A new password: well-formed Unicode, NFC, 8 to 256 characters, at most 1,024 bytes. Nothing is trimmed.
 *
 * No composition rules: they make passwords weaker and people angry (NIST SP 800-63B).
 */
const newPassword = z.unknown().transform((value, context): string => {
  if (value === undefined || value === null || value === "") return refuse(context, FIELD_RULES.blank);
  if (typeof value !== "string") return refuse(context, FIELD_RULES.not_text);
  if (value.length > 1_024) return refuse(context, FIELD_RULES.too_long);
  if (!value.isWellFormed() || value.includes("\0")) return refuse(context, FIELD_RULES.characters);
  const text = value.normalize("NFC");
  const characters = [...text].length;
  if (characters < 8) return refuse(context, FIELD_RULES.too_short);
  if (characters > 256 || Buffer.byteLength(text) > 1_024) return refuse(context, FIELD_RULES.too_long);
  return text;
});

/** A password that is only compared: it has to be there and to be possible, nothing more. As it was typed: what it is compared with decides on its form. */
const givenPassword = z.unknown().transform((value, context): string => {
  if (value === undefined || value === null || value === "") return refuse(context, FIELD_RULES.blank);
  if (typeof value !== "string") return refuse(context, FIELD_RULES.not_text);
  return value.length > 1_024 || !value.isWellFormed() ? "" : value;
});

/**
 * A name to sign in with. It may not look like an address: those are somebody else's to prove. Nor may it hold what nobody sees,
 * or it would look like another one.
 */
const username = line(64).transform((text, context) => {
  const canonical = text.normalize("NFKC").toLowerCase();
  if (/\p{Default_Ignorable_Code_Point}/u.test(text)) return refuse(context, FIELD_RULES.characters);
  return /[\s@]/u.test(canonical) ? refuse(context, FIELD_RULES.one_word) : { username: text, canonical };
});

/** What somebody signs in as: an address where it holds an `@`, a username otherwise. One that cannot exist is simply unknown. */
const login = z
  .string()
  .max(320, FIELD_RULES.too_long)
  .transform((text) => {
    const address = text.includes("@") ? parseEmail(text) : null;
    return address
      ? { kind: "email" as const, ...address }
      : { kind: "username" as const, email: text, canonical: text.normalize("NFKC").toLowerCase() };
  });

/** A language tag (BCP 47), as `Intl` writes it: pt-br becomes pt-BR. */
const locale = z
  .string()
  .max(35, FIELD_RULES.too_long)
  .transform((text, context) => {
    try {
      return Intl.getCanonicalLocales(text)[0] ?? refuse(context, "is not a language tag");
    } catch {
      return refuse(context, "is not a language tag");
    }
  });

/** An object of the customer's own, kept as it is; null and nothing mean an empty one. */
const jsonObject = z
  .unknown()
  .transform((value, context): JsonObject => {
    if (value === null) return {};
    const problem = jsonObjectProblem(value);
    return problem ? refuse(context, problem) : (value as JsonObject);
  })
  .prefault({});

/** A page of the customer's: https, or http on this machine. Kept as it was written. */
const uri = z
  .string()
  .max(2_048, FIELD_RULES.too_long)
  .transform((text, context) => {
    const problem = uriProblem(text);
    return problem ? refuse(context, problem) : text;
  });

/** A web origin, as browsers write it. */
const origin = z
  .string()
  .max(300, FIELD_RULES.too_long)
  .transform((text, context) => {
    const problem = uriProblem(text);
    if (problem) return refuse(context, problem);
    const url = new URL(text);
    return url.pathname === "/" && !url.search && !url.hash ? url.origin : refuse(context, "must be an origin without a path");
  });

export const fields = {
  email: required(email).meta({ type: "string", format: "email", maxLength: 254, examples: ["jane@example.com"] }),
  login: required(login),
  newPassword: newPassword.meta({
    type: "string",
    format: "password",
    minLength: 8,
    maxLength: 256,
    examples: ["correct horse battery"],
  }),
  givenPassword,
  personName: nullable(line(200)).meta({ type: ["string", "null"], maxLength: 200, examples: ["Jane Doe"] }),
  username: nullable(username).meta({ type: ["string", "null"], maxLength: 64, pattern: "^[^\\s@]+$", examples: ["jane"] }),
  externalId: nullable(line(255)).meta({ type: ["string", "null"], maxLength: 255, examples: ["u_2041"] }),
  locale: nullable(locale).meta({ type: ["string", "null"], maxLength: 35, examples: ["en-GB"] }),
  jsonObject: jsonObject.meta({ type: ["object", "null"], examples: [{ plan: "pro" }] }),
  passkeyName: required(line(100)).meta({ type: "string", minLength: 1, maxLength: 100, examples: ["My phone"] }),
  operatorName: required(line(200)),
  reason: nullable(line(200)),
  siteName: required(line(100)).meta({ type: "string", minLength: 1, maxLength: 100, examples: ["My App"] }),
  uri: nullable(uri).meta({ type: ["string", "null"], format: "uri", maxLength: 2_048, examples: ["https://app.example"] }),
  origins: z
    .array(
      required(origin).meta({ type: "string", format: "uri", maxLength: 300, examples: ["https://shop.example"] }),
      "must be a list of origins",
    )
    .max(50, FIELD_RULES.too_long)
    .transform((list) => [...new Set(list)]),
};

/**
 * Checks fields against their rules.
 *
 * @throws AppError `invalid` with one issue for each field that is wrong
 */
export function checkFields<Shape extends z.ZodType>(shape: Shape, input: unknown): z.output<Shape> {
  const result = shape.safeParse(input);
  if (!result.success) throw new AppError("invalid", { issues: fieldIssues(result.error) });
  return result.data;
}

/** What zod found, as sentences: "Email can't be blank". */
export function fieldIssues(error: z.ZodError): Issue[] {
  return error.issues.map((issue) => {
    const path = issue.path.filter((part) => typeof part === "string").join(".");
    return { path, message: `${fieldLabel(path)} ${issue.message}` };
  });
}

const ACRONYMS = new Set(["api", "id", "uri", "url"]);

/** `success_uri` -> "Success URI". */
export function fieldLabel(path: string): string {
  const words = (path.split(".").at(-1) ?? "")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_");
  const text = words.map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word)).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** True for the names of this machine: localhost, *.localhost, 127.0.0.0/8 and [::1]. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** A host name or an IP address as `URL` writes it. */
const HOSTNAME = /^(\[[\da-f:.]+\]|[\w.-]+)$/;

/**
 * What is wrong with a web address; null when nothing is. Addresses that we call ourselves have to pass more.
 *
 * SECURITY: the one rule for addresses a browser is sent to. No script or data schemes, no credentials, no plain http, and
 * a host that is one host: it is written into Content-Security-Policy, where `*` and `;` mean more.
 */
export function uriProblem(text: string): string | null {
  if (UNSAFE_TEXT.test(text) || /[\s\\]/.test(text) || !/^https?:\/\//i.test(text))
    return "must be a web address that starts with https://";
  const url = parseUrl(text);
  if (!url) return "is not a web address";
  const [authority = ""] = text.slice(text.indexOf("//") + 2).split(/[/?#]/, 1);
  if (authority.includes("@")) return "must not contain a user name or password";
  if (authority === "" || !HOSTNAME.test(url.hostname)) return "is not a web address";
  return url.protocol === "http:" && !isLoopback(url.hostname) ? "must start with https:// (http:// works on localhost only)" : null;
}

function pass<T extends z.ZodType>(rule: T, value: unknown, context: z.RefinementCtx): z.output<T> {
  const result = rule.safeParse(value);
  if (result.success) return result.data;
  return refuse(context, result.error.issues[0]?.message ?? FIELD_RULES.invalid);
}

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: "custom", message });
  return z.NEVER;
}
