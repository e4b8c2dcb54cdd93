import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import type { Visitor } from "../../visitor";
import { takeRequest } from "./budgets";
import type { CodeRule } from "./email-code";

const shape = z.object({ email: fields.email, name: fields.personName });

/**
 * What a page keeps with a request, whose mail has a link too: where it was made, what the application wants back and binds the
 * callback token to, and the page of their own account (`to`) that the link leads on to.
 */
export type AskedAt = {
  readonly userAgent: string | null;
  readonly state: string | null;
  readonly codeChallenge: string | null;
  readonly to: string | null;
};

const MAX_AGENT = 300;

/**
 * Takes a request to be mailed a code that signs in. Earlier codes for the same address are void from now on.
 *
 * SECURITY: a row and a job for every address; whether anybody has it is found out in the job, so the answer and its time say
 * nothing. How often it may be asked for is counted by the address that was typed.
 *
 * @param input `name`: what a new user wants to be called
 * @param askedAt a page that was asked at; null: a wire, whose mails have no link
 * @returns what the one who asked comes back with, and how long the code will live
 * @throws AppError `invalid`, `mail_just_sent`, `too_many_attempts`
 */
export async function requestCode(
  site: SiteContext,
  input: { readonly email: unknown; readonly name?: unknown },
  { digits, lifetimeS, maxGuesses, mayCreate }: CodeRule,
  visitor: Visitor,
  askedAt: AskedAt | null = null,
): Promise<{ device: string; expiresInS: number }> {
  const { email, name } = checkFields(shape, input);
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
        name,
        ...(askedAt && { askedIp: visitor.ip, askedAgent: askedAt.userAgent?.slice(0, MAX_AGENT) }),
        ...(askedAt && { state: askedAt.state, codeChallenge: askedAt.codeChallenge }),
        digits,
        maxGuesses,
        expiresAt: new Date(Date.now() + lifetimeS * 1_000),
      },
    });
    await enqueue(db, "mail-sign-in-code", {
      codeId: String(id),
      emailCanonical: email.canonical,
      mayCreate,
      link: askedAt !== null,
      ...(askedAt?.to && { to: askedAt.to }),
      language: visitor.language,
    });
  });
  return { device, expiresInS: lifetimeS };
}
