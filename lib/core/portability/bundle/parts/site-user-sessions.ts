import { z } from "zod";
import { countOfSite, siteUserSessionLines } from "@/lib/db/hot/bundle-lines";
import { restoreCallbackTokens } from "@/lib/db/hot/restore-callback-tokens";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { bundleId, bundlePart, moment } from "../part";

/** The sign-ins of the users: what the API calls site user sessions. The tokens themselves are known to nobody. */
export const siteUserSessions = bundlePart({
  file: "site_user_sessions.ndjson",
  row: z.strictObject({
    id: bundleId.describe("Its id in the installation it comes from"),
    site_user_uuid: z.guid().describe("Whose it is: the `uuid` of a line of `site_users.ndjson`"),
    token_last4: z
      .string()
      .regex(/^[\w-]{4}$/)
      .describe("The last four characters of the callback token"),
    created_at: moment.describe("When they signed in"),
    expires_at: moment.describe("Until when the token could be exchanged"),
    used_at: moment.nullable().describe("When it was exchanged"),
  }),
  count: (snapshot) => countOfSite(snapshot, "callback_tokens"),
  async *lines(snapshot) {
    for await (const rows of siteUserSessionLines(snapshot)) yield rows.map(({ line }) => line);
  },
  async restore({ scope }, rows) {
    const sessions = rows.map((row) => ({
      id: row.id,
      otherId: newId(),
      siteUserUuid: row.site_user_uuid,
      // SECURITY: the hash of a token that nobody is ever told, so none opens it.
      tokenHash: sha256(newToken("tkn_")),
      last4: row.token_last4,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      usedAt: row.used_at,
    }));
    await restoreCallbackTokens(scope, sessions);
  },
});
