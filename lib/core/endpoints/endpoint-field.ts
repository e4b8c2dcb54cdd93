import { z } from "zod";
import { fields } from "@/lib/kernel/fields";
import { outgoingUrlProblem } from "@/lib/outgoing/outgoing-url";

/** An endpoint as its customer gives it. Without an `apiKey`, one that is kept for the same address stays. */
export type GivenEndpoint = { readonly url: string; readonly apiKey?: string | null | undefined };

const url = fields.uri
  .transform((text, context): string => {
    const problem = text === null ? "can't be blank" : outgoingUrlProblem(text);
    if (text !== null && problem === null) return text;
    context.addIssue({ code: "custom", message: problem ?? "is invalid" });
    return z.NEVER;
  })
  .meta({ type: "string", format: "uri", maxLength: 2_048, examples: ["https://users.example/sign-up"] });

/** SECURITY: it becomes a header, so it is one word of ASCII. */
const apiKey = z
  .string("must be a text")
  .max(500, "is too long")
  .regex(/^[!-~]*$/, "must be printable ASCII without blanks")
  .nullable()
  .transform((key) => key || null)
  .optional();

/** The rules of an endpoint's parts, for every wire. */
export const endpointParts = { url, apiKey };

/** The rules of an endpoint. Null: none. */
export const endpointField = z.object(endpointParts, "must be an object").nullable();
