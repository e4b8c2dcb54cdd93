import { z } from "zod";
import { countOfSite, siteUserLines } from "@/lib/db/hot/bundle-lines";
import { unseal } from "@/lib/kernel/secrets";
import { siteUserPassword } from "../../../passwords/hash-password";
import { bundleId, bundlePart, moment, withFields } from "../part";

const json = z.record(z.string(), z.unknown());

/** The users of the site. */
export const siteUsers = bundlePart({
  file: "site_users.ndjson",
  row: z.strictObject({
    id: bundleId.describe("Their id; unique in an account"),
    uuid: z.guid().describe("Their public id; unique in a site, and kept wherever they are imported to"),
    external_id: z.string().nullable().describe("Their id in the system they came from"),
    email: z.string().describe("Their address, as it was typed"),
    email_verified_at: moment.nullable().describe("When the address was proved"),
    username: z.string().nullable().describe("Another name to sign in with"),
    name: z.string().nullable().describe("Their name"),
    first_name: z.string().nullable().describe("Their first name"),
    last_name: z.string().nullable().describe("Their last name"),
    locale: z.string().nullable().describe("Their language, BCP 47"),
    metadata: json.describe("What the customer keeps about them and shows them"),
    private_metadata: json.describe("What the customer keeps about them"),
    blocked_at: moment.nullable().describe("Since when they may not sign in"),
    last_sign_in_at: moment.nullable().describe("When they last signed in"),
    created_at: moment.describe("When they signed up"),
    updated_at: moment.describe("When anything of this was last changed"),
    password_hash: z
      .string()
      .nullable()
      .optional()
      .describe("A PHC string, with algorithm, parameters and salt; null: they have no password"),
  }),
  count: (snapshot) => countOfSite(snapshot, "site_users"),
  async *lines(snapshot, { secrets }) {
    for await (const rows of siteUserLines(snapshot, { secrets })) {
      yield rows.map(({ line, id, password }) =>
        secrets ? withFields(line, { password_hash: password && unseal(password, siteUserPassword(snapshot.scope, id)) }) : line,
      );
    }
  },
});
