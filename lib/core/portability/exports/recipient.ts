import { createPublicKey } from "node:crypto";
import { z } from "zod";
import { encryptedToAge, isAgeRecipient } from "./age";
import { encryptedAsCms } from "./cms";
import { readRsaRecipient } from "./rsa-recipient";

/**
 * The public key that a file is to be encrypted to, told apart by its beginning: of age, or of RSA in PEM. It is kept as it was
 * given; an RSA key as SPKI, whatever it came in.
 */
export const recipientField = z
  .string("must be a text")
  .max(10_000, "is too long")
  .transform((text, context) => {
    const read = readRecipient(text.trim());
    if ("recipient" in read) return read.recipient;
    context.addIssue({ code: "custom", message: read.problem });
    return z.NEVER;
  });

/** Bytes that only the owner of the key behind a recipient can read, as they come. */
export async function* encryptedTo(recipient: string, source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* isPem(recipient) ? encryptedAsCms(createPublicKey(recipient), source) : encryptedToAge(recipient, source);
  } finally {
    await source.return(undefined);
  }
}

/** What the name of a file that is encrypted to a recipient ends with. */
export const encryptedExtension = (recipient: string): string => (isPem(recipient) ? ".p7m" : ".age");

const isPem = (text: string) => text.startsWith("-----BEGIN");

function readRecipient(text: string): { readonly recipient: string } | { readonly problem: string } {
  // SECURITY: looked at first, so that a private key that was pasted by mistake is stored nowhere.
  if (/PRIVATE KEY|AGE-SECRET-KEY/i.test(text)) return { problem: "is a private key; give the public one" };
  if (text.startsWith("age1")) return isAgeRecipient(text) ? { recipient: text } : { problem: "is no public key of age (age1…)" };
  if (!isPem(text)) return { problem: "is no public key: neither of age (age1…) nor PEM (-----BEGIN PUBLIC KEY-----)" };
  const key = readRsaRecipient(text);
  return typeof key === "string" ? { problem: key } : { recipient: key.export({ type: "spki", format: "pem" }).toString() };
}
