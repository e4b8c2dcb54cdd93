import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import type { HostedSession } from "../sessions/hosted-session";
import { secondFactorPolicy } from "./policy";
import { STEP_MINUTES } from "./step";

/**
 * Begins setting up an authenticator app, a first one or another, and answers with the token that its form carries. What was begun
 * before is over.
 *
 * SECURITY: called for whoever has just proved who they are; a session goes on only while it has shown what its user has.
 *
 * @throws AppError `method_off` where the site wants no second factors
 */
export async function beginSetUp(site: SiteContext, { user: { id: siteUserId } }: HostedSession): Promise<string> {
  if (secondFactorPolicy(site).policy === "off") throw new AppError("method_off");
  const token = newToken("sfs_");
  const expiresAt = new Date(Date.now() + STEP_MINUTES * 60_000);
  await site.db.secondFactorStep.deleteMany({ where: { siteUserId, purpose: "set_up" } });
  await site.db.secondFactorStep.create({ data: { id: newId(), siteUserId, purpose: "set_up", tokenHash: sha256(token), expiresAt } });
  return token;
}
