import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import type { Visitor } from "../../visitor";
import { takeRequest } from "./budgets";
import type { CodeRule } from "./email-code";

const shape = z.object({ email: fields.email });

/**
 * Takes a request to be mailed a code that signs in. Earlier codes for the same address are void from now on.
 *
 * SECURITY: a row and a job for every address; whether anybody has it is found out in the job, so the answer and its time say
 * nothing. How often it may be asked for is counted by the address that was typed.
 *
 * @returns what the one who asked comes back with, and how long the code will live
 * @throws AppError `invalid`, `too_many_attempts`
 */
export async function requestCode(
  site: SiteContext,
  input: { readonly email: unknown },
  { digits, lifetimeS, maxGuesses, mayCreate }: CodeRule,
  visitor: Visitor,
): Promise<{ device: string; expiresInS: number }> {
  const { email } = checkFields(shape, input);
  await takeRequest(site, email.canonical, visitor);
  const id = newId();
  const device = newToken("dev_");
  await site.db.$transaction(async (db) => {
    await db.emailCode.create({
      data: {
        id,
        deviceHash: sha256(device),
        email: email.email,
        emailCanonical: email.canonical,
        digits,
        maxGuesses,
        expiresAt: new Date(Date.now() + lifetimeS * 1_000),
      },
    });
    await enqueue(db, "mail-sign-in-code", { codeId: String(id), emailCanonical: email.canonical, mayCreate, language: visitor.language });
  });
  return { device, expiresInS: lifetimeS };
}
