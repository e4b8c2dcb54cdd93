import { z } from "zod";
import { identityFields } from "@/lib/core/linked-accounts/identity-fields";
import { countOfSite, linkedAccountLines } from "@/lib/db/hot/bundle-lines";
import { restoreLinkedAccounts } from "@/lib/db/hot/restore-linked-accounts";
import { newId } from "@/lib/kernel/ids";
import { bundlePart, moment } from "../part";

const email = z
  .string()
  .max(320)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u);

/** The accounts elsewhere that sign users in. */
export const linkedAccounts = bundlePart({
  file: "linked_accounts.ndjson",
  row: z.strictObject({
    site_user_uuid: z.guid().describe("Whose it is: the `uuid` of a line of `site_users.ndjson`"),
    issuer: identityFields.issuer.describe("Who vouches for them"),
    subject: identityFields.subject.describe("What they are called there"),
    email: email.nullable().describe("The address that was told last"),
    created_at: moment.describe("When it was linked"),
    last_used_at: moment.describe("When it last signed them in"),
  }),
  count: (snapshot) => countOfSite(snapshot, "linked_accounts"),
  async *lines(snapshot) {
    for await (const rows of linkedAccountLines(snapshot)) yield rows.map(({ line }) => line);
  },
  restore: ({ scope }, rows) =>
    restoreLinkedAccounts(
      scope,
      rows.map((row) => ({
        id: newId(),
        siteUserUuid: row.site_user_uuid,
        issuer: row.issuer,
        subject: row.subject,
        email: row.email,
        createdAt: row.created_at,
        lastUsedAt: row.last_used_at,
      })),
    ),
});
