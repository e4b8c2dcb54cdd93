import { z } from "zod";
import { FIELD_RULES } from "@/lib/kernel/field-rules";
import type { MailKind, WordPart } from "./mail-kinds";
import { wordProblem } from "./word-problem";

/** What a site says in its own words in one mail and one language. What is not there is said in ours. */
export type MailWords = { readonly [Part in WordPart]?: string };

const text = z
  .string(FIELD_RULES.not_text)
  .max(2_000, FIELD_RULES.too_long)
  .overwrite((typed) => typed.replaceAll("\r\n", "\n").trim())
  .nullish();

/** The rules of the words of one mail. Null, and blank, take a text away. */
export const wordsField = (kind: MailKind) =>
  z
    .strictObject({ subject: text, heading: text, body: text }, "must be an object")
    .superRefine((words, context) => {
      for (const part of PARTS) {
        const problem = words[part] ? wordProblem(kind, part, words[part]) : null;
        if (problem) context.addIssue({ code: "custom", path: [part], message: problem });
      }
    })
    .transform((words): MailWords => Object.fromEntries(PARTS.flatMap((part) => (words[part] ? [[part, words[part]]] : []))));

const PARTS = ["subject", "heading", "body"] as const satisfies readonly WordPart[];

/** The words that are kept. SECURITY: read by the same rules as when they were written; what breaks one of them counts as nothing said. */
export function wordsOf(kind: MailKind, stored: unknown): MailWords {
  const read = wordsField(kind).safeParse(stored);
  return read.success ? read.data : {};
}
