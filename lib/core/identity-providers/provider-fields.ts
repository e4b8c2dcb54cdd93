import { z } from "zod";
import { fields } from "@/lib/kernel/fields";
import { outgoingUrlProblem } from "@/lib/outgoing/outgoing-url";
import { PROVIDER_KINDS } from "../sign-in/methods/social/presets";
import { isDocument } from "./is-document";

/** An issuer is compared letter by letter, and what it says of itself stands below its address. */
const issuer = fields.uri
  .transform((text, context): string | null => {
    if (text === null) return null;
    const problem = outgoingUrlProblem(text) ?? (/[?#]/.test(text) ? "must have no query and no fragment" : documentProblem(text));
    if (problem === null) return text;
    context.addIssue({ code: "custom", message: problem });
    return z.NEVER;
  })
  .meta({ type: ["string", "null"], format: "uri", maxLength: 2_048, examples: ["https://id.example"] });

const documentProblem = (issuer: string) =>
  isDocument(issuer) ? "must not be the address of its document, but what stands before /.well-known/" : null;

/** SECURITY: both go into a header, so they are printable ASCII. */
const printable = (max: number) =>
  z
    .string("can't be blank")
    .trim()
    .min(1, "can't be blank")
    .max(max, "is too long")
    .regex(/^[!-~]+$/, "must be printable ASCII without blanks");

const scopes = z
  .array(z.string("must be a text").regex(/^[!#-[\]-~]{1,100}$/, "must be scopes, each one word"), "must be a list")
  .max(20, "must be at most 20");

/** What a customer may set on a provider. The rules of each field, for every wire. */
export const providerFields = {
  kind: z.enum(PROVIDER_KINDS, "must name a provider that is offered"),
  name: z
    .preprocess((value) => (value === null || value === "" ? undefined : value), fields.siteName.optional())
    .meta({
      type: "string",
      maxLength: 100,
      examples: ["Google"],
    }),
  issuer,
  clientId: printable(255).meta({ examples: ["1065.apps.example"] }),
  clientSecret: printable(4_096).meta({ examples: ["GOCSPX-example"] }),
  scopes: scopes.meta({ examples: [["openid", "email", "profile"]] }),
  enabled: z.boolean("must be true or false"),
  position: z.int("must be a whole number").min(0, "must be 0 to 1000").max(1_000, "must be 0 to 1000"),
};

/** Those fields as a wire brings them: checked by the use-case. */
export type ProviderInput = { readonly [Field in keyof typeof providerFields]?: unknown };
