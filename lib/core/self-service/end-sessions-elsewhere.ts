import type { HostedSession } from "@/lib/core/sessions/hosted-session";
import type { SiteContext } from "@/lib/db/resolve";
import { recordEvent } from "../audit/record-event";
import { voidSecrets } from "../site-users/void-secrets";

/** Signs a user out everywhere but in the browser that they are asking from. */
export async function endSessionsElsewhere({ db }: SiteContext, { id, user }: HostedSession): Promise<void> {
  await db.$transaction(async (inside) => {
    await inside.$lockSiteUser(user.id);
    await voidSecrets(inside, user.id, id);
    await recordEvent(inside, { type: "site_user.sessions_ended", siteUserId: user.id, data: { but: String(id) } });
  });
}
