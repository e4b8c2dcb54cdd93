import type { TenantDb } from "@/lib/db/tenant-db";

/** Every job that a use-case may ask for, and what it is told. Ids travel as text: JSON has no big integers. */
export type SiteJobs = {
  /**
   * Tell a user to prove their address. `browser` is the hash of the cookie of a browser that knew the password, in base64;
   * null: the one of the mail before, if there was any.
   */
  "mail-verification": { emailCanonical: string; browser: string | null };
  /** Somebody asked to reset the password of an address. Whether anybody has it is found out in the job. */
  "mail-reset": { emailCanonical: string };
  /** Somebody tried to sign up with an address that has an account. */
  "mail-account-exists": { emailCanonical: string };
  /** Hand a rendered, sealed mail to the transport. */
  "deliver-mail": { mailId: string; sealed: string };
};

/** Asks for a job in the handle's transaction: it runs if, and only if, that transaction commits. */
export async function enqueue<Name extends keyof SiteJobs>(db: TenantDb, name: Name, payload: SiteJobs[Name]): Promise<void> {
  await db.$addJob(name, payload);
}
