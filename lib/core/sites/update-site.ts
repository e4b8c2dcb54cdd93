import { z } from "zod";
import type { AccountContext } from "@/lib/db/resolve";
import { withGiven } from "@/lib/dialects/settings";
import { AppError, invalid } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { withGivenProtection } from "../attack-protection/settings";
import { withEvent } from "../audit/with-event";
import { unusualOf } from "../branding/branding";
import { changedBranding, logosOf } from "../branding/changed-branding";
import { endpointData } from "../endpoints/endpoint-data";
import { requireMayNameEndpoints } from "../endpoints/require-may-name-endpoints";
import { withGivenMail } from "../mail-settings/mail-settings";
import { onlyGiven } from "../only-given";
import { withGivenSignIn } from "../sign-in/methods/settings";
import { getSite, type SiteRef } from "./get-site";
import { requireSite } from "./require-site";
import { openSite, type Site } from "./site";
import { type SiteInput, siteColumns, siteFields } from "./site-fields";

const shape = z.object({ ...z.object(siteFields).partial().shape, slug: z.unknown().optional() });

/**
 * Changes the given fields of a site. The slug stays what it is: saying it again is fine, another one is refused.
 *
 * @param lastChanged when given, the site must not have been changed since
 * @throws AppError `missing_scope`; `not_found`; `invalid` with an issue for each wrong field; `conflict`
 */
export async function updateSite(
  account: AccountContext,
  ref: SiteRef,
  input: SiteInput,
  { lastChanged }: { lastChanged?: Date } = {},
): Promise<Site> {
  requireMayNameEndpoints(account, input);
  const kept = await getSite(account, ref);
  const { id } = kept;
  const { slug, signupEndpoint, signInEndpoint, dialects, signIn, mail, branding, attackProtection, ...given } = onlyGiven(
    checkFields(shape, input),
    input,
  );
  if (slug !== undefined && slug !== kept.slug) throw invalid("slug", "Slug can't be changed");
  const settings = {
    ...(dialects && { dialects: withGiven(kept.dialects, dialects) }),
    ...(signIn && { signIn: withGivenSignIn(kept.signIn, signIn) }),
    ...(mail && { mail: withGivenMail(kept.mail, mail) }),
    ...(attackProtection && { attackProtection: withGivenProtection(kept.attackProtection, attackProtection) }),
    ...(branding && { branding: unusualOf(await changedBranding(kept.branding, branding, logosOf(await requireSite(account, id)))) }),
  };
  const data = { ...given, ...settings, ...endpointData(id, { signupEndpoint, signInEndpoint }, kept) };
  const unchanged = lastChanged ? { updatedAt: withinMillisecond(lastChanged) } : {};
  const event = { type: "site.updated", siteId: id, data: { fields: Object.keys(data) } } as const;
  return withEvent(account.db, event, async (db) => {
    const [row] = await db.site.updateManyAndReturn({ where: { id, ...unchanged }, data, select: siteColumns });
    if (!row) throw lastChanged ? changedMeanwhile() : new AppError("not_found");
    return openSite(row);
  });
}

const changedMeanwhile = () =>
  new AppError("conflict", {
    issues: [{ path: "", message: "Somebody changed this site meanwhile. Load it again, then repeat your changes." }],
  });

/** PostgreSQL keeps microseconds, a Date does not. */
const withinMillisecond = (date: Date) => ({ gte: date, lt: new Date(date.getTime() + 1) });
