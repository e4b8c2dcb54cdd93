import { z } from "zod";
import { fields } from "@/lib/kernel/fields";
import { outgoingUrlProblem } from "@/lib/outgoing/outgoing-url";

/** An endpoint as its customer gives it. Without an `apiKey`, one that is kept for the same address stays. */
export type GivenEndpoint = { readonly url: string; readonly apiKey?: string | null | undefined };

const url = fields.uri.transform((text, context): string => {
  const problem = text === null ? "can't be blank" : outgoingUrlProblem(text);
  if (text !== null && problem === null) return text;
  context.addIssue({ code: "custom", message: problem ?? "is invalid" });
  return z.NEVER;
});

/** SECURITY: it becomes a header, so it is one word of ASCII. */
const apiKey = z
  .string("must be a text")
  .max(500, "is too long")
  .regex(/^[!-~]*$/, "must be printable ASCII without blanks")
  .nullable()
  .transform((key) => key || null)
  .optional();

/** The rules of an endpoint, for every wire. Null: none. */
export const endpointField = z.object({ url, apiKey }, "must be an object").nullable();
