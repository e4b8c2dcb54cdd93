import { seal, unseal } from "@/lib/kernel/secrets";

/** A value that a browser keeps for us: sealed, as text for a cookie or a field. */
export const sealedText = (value: object, context: string) => Buffer.from(seal(JSON.stringify(value), context)).toString("base64url");

/** What `sealedText` was given, or null: changed, of another context, or nobody's. */
export function openSealedText(text: unknown, context: string): unknown {
  if (typeof text !== "string") return null;
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) return null;
  try {
    return JSON.parse(unseal(bytes, context));
  } catch {
    return null;
  }
}
