import { z } from "zod";
import { countOfSite, sessionLines } from "@/lib/db/hot/bundle-lines";
import { bundleId, bundlePart, moment } from "../part";

/** The sessions of the users, for the record: nobody is signed in anywhere else by them, so they are not restored. */
export const sessions = bundlePart({
  file: "sessions.ndjson",
  row: z.strictObject({
    id: bundleId.describe("Its id in the installation it comes from"),
    site_user_uuid: z.guid().describe("Whose it is: the `uuid` of a line of `site_users.ndjson`"),
    dialect: z.string().describe("On which wire it began"),
    ip: z.string().describe("The address that it began from"),
    user_agent: z.string().nullable().describe("The browser or program that began it"),
    created_at: moment.describe("When it began"),
    renewed_at: moment.describe("When it was last renewed"),
    expires_at: moment.describe("Until when it went on unless it was renewed"),
    ended_at: moment.nullable().describe("When it was ended"),
  }),
  count: (snapshot) => countOfSite(snapshot, "sessions"),
  async *lines(snapshot) {
    for await (const rows of sessionLines(snapshot)) yield rows.map(({ line }) => line);
  },
});
