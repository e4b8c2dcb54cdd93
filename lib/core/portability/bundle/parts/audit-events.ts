import { z } from "zod";
import { auditEventLines, countOfSite } from "@/lib/db/hot/bundle-lines";
import { ACTOR_KINDS } from "@/lib/kernel/actor";
import { bundleId, bundlePart, moment } from "../part";

/** The audit log of the site, for the record: what happened in one installation did not happen in another, so it is not restored. */
export const auditEvents = bundlePart({
  file: "audit_events.ndjson",
  row: z.strictObject({
    id: bundleId.describe("Its id in the installation it comes from"),
    type: z.string().describe("What happened, as the API names it"),
    outcome: z.enum(["success", "failure"]).describe("How it ended"),
    created_at: moment.describe("When"),
    actor_kind: z.enum(ACTOR_KINDS).describe("What kind of actor did it"),
    actor_id: bundleId.nullable().describe("Which user, operator or API token; null for the others"),
    site_user_uuid: z.guid().nullable().describe("Whom it is about: the `uuid` of a line of `site_users.ndjson`"),
    pseudonym: z.guid().nullable().describe("Stands for a user who was deleted since"),
    ip: z.string().nullable().describe("Where it came from; IPv6 as its /64"),
    browser: z.string().nullable().describe("What browser or program it was"),
    data: z.record(z.string(), z.unknown()).describe("What else there is to say: ids and codes"),
  }),
  count: (snapshot) => countOfSite(snapshot, "audit_events"),
  async *lines(snapshot) {
    for await (const rows of auditEventLines(snapshot)) yield rows.map(({ line }) => line);
  },
});
