import type { MailText } from "@/lib/core/mail-texts/mail-text";
import type { FactorChange } from "@/lib/core/second-factor/factor-change";
import type { JobOptions, TenantDb } from "@/lib/db/tenant-db";
import type { Client } from "@/lib/kernel/actor";

/** What a user is told of by mail. */
export type AccountNotice = "passwordChanged" | "emailChanged" | "deletionDue";

/** The language of the request that causes a mail, for a reader who has none saved. Null: nobody's. */
type Spoken = { readonly language: string | null };

/** The page of their own account that somebody came for, to which the mail's link leads on. */
type LeadingOn = { to?: string };

/** Every job that a use-case may ask for, and what it is told. Ids travel as text: JSON has no big integers. */
export type SiteJobs = {
  /**
   * Tell a user to prove their address. `browser` is the hash of the cookie of a browser that knew the password, in base64;
   * null: the one of the mail before, if there was any.
   */
  "mail-verification": Spoken & LeadingOn & { emailCanonical: string; browser: string | null };
  /** Somebody asked to reset the password of an address or a username. Whether anybody has it is found out in the job. */
  "mail-reset": Spoken & LeadingOn & ({ emailCanonical: string } | { usernameCanonical: string });
  /**
   * Somebody asked to sign in with a code. Whether there is anybody to mail is found out in the job; `mayCreate`: also an address
   * that nobody has, where the site takes sign-ups. `link`: the mail has a link too.
   */
  "mail-sign-in-code": Spoken & LeadingOn & { codeId: string; emailCanonical: string; mayCreate: boolean; link?: boolean };
  /** Somebody tried to sign up with an address that has an account. */
  "mail-account-exists": Spoken & { emailCanonical: string };
  /** Somebody asked for another address: mail the link and the code that prove it, unless somebody else has it. */
  "mail-email-change": { changeId: string; emailCanonical: string };
  /** Tell a user what was changed in their account: at the address that they had then. Queued by SQL, too, see `consumeResetSecret`. */
  "mail-account-notice": { notice: AccountNotice; emailCanonical: string; newEmail?: string };
  /** Delete a user who asked for it and has waited long enough. Queued by SQL, see `tendDeletions`. */
  "purge-site-user": { siteUserId: string };
  /** Somebody signed in in a browser that they had not used. Queued by SQL, see `insertSession`. */
  "mail-new-device": Spoken & { sessionId: string };
  /** A passkey was added to a user's, or taken from them. */
  "mail-passkey-changed": { emailCanonical: string; change: "added" | "removed"; name: string };
  /** Something about a user's second factor is another than it was. */
  "mail-factor-changed": { emailCanonical: string; change: FactorChange };
  /** An account elsewhere signs a user in from now on, or, with `unlinked`, no more. */
  "mail-account-linked": { emailCanonical: string; providerName: string; unlinked?: true };
  /** Mail an operator a mail of the site, with words that they are trying out. */
  "mail-sample": MailText & { readonly to: string };
  /** Work on an import, from wherever it was left. */
  "run-import": { importId: string };
  /** Send an endpoint what waits for it. Queued by SQL, too, see migration 0023. */
  "send-webhooks": { endpointId: string };
  /** The same, where nothing has arrived of late. */
  "retry-webhooks": { endpointId: string };
  /** Write the file of an export. Queued by SQL, see `insertExport`. */
  "run-export": { exportId: string };
};

/** Jobs of an account, about its operators. */
export type AccountJobs = {
  /** Mail an invitation. Its token is sealed to its row: it makes an operator. */
  "mail-invitation": { linkId: string; sealed: string };
  /** Mail an operator the link to a new password. Queued by SQL, see `queueResetMail`. */
  "mail-operator-reset": { emailCanonical: string; client?: Client };
  /** Something about an operator's second factor is another than it was. */
  "mail-operator-factor": { operatorId: string; change: FactorChange };
  /** A passkey was added to an operator's, or taken from them. */
  "mail-operator-passkey": { operatorId: string; change: "added" | "removed"; name: string };
  /** Tell the operators that their account was deleted: all of them, or one. Queued by SQL, too, see `deleteAccount`. */
  "mail-account-deleted": { operatorId?: string };
  /** Tell the operators that a webhook endpoint was turned off by itself: all of them, or one. */
  "mail-webhook-off": { endpointId: string; operatorId?: string };
};

/** Jobs of either. */
export type MailJobs = {
  /** Hand a rendered, sealed mail to the transport. `secret`: what the mail brings, its hash in base64; once it is over, so is the mail. */
  "deliver-mail": { mailId: string; recipientKey: string; sealed: string; secret?: { id: string; hash: string } };
};

/** Jobs that nobody's account is known for yet. Queued by SQL. */
export type OpenJobs = {
  /** Somebody asked to set a new password for an operator's address. */
  "operator-reset-asked": { emailCanonical: string; client?: Client };
};

type Jobs = SiteJobs & AccountJobs & MailJobs;

/**
 * Asks for a job in the handle's transaction: it runs if, and only if, that transaction commits.
 *
 * @param options `key`: of those that nobody has begun there is one with this name; `inS`: not before so many seconds are over;
 *   `last`: the job that asks is over with it
 */
export async function enqueue<Name extends keyof Jobs>(
  db: TenantDb,
  name: Name,
  payload: Jobs[Name],
  options: JobOptions = {},
): Promise<void> {
  await db.$addJob(name, payload, options);
}
