import { z } from "zod";
import type { AccountContext } from "@/lib/db/resolve";
import { withGiven } from "@/lib/dialects/settings";
import { invalid } from "@/lib/kernel/errors";
import { isUniqueViolation } from "@/lib/kernel/faults";
import { checkFields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { newToken, seal, sha256 } from "@/lib/kernel/secrets";
import { withGivenProtection } from "../attack-protection/settings";
import { withEvent } from "../audit/with-event";
import { USUAL, unusualOf } from "../branding/branding";
import { changedBranding } from "../branding/changed-branding";
import { endpointData } from "../endpoints/endpoint-data";
import { requireMayNameEndpoints } from "../endpoints/require-may-name-endpoints";
import { withGivenMail } from "../mail-settings/mail-settings";
import { withGivenSignIn } from "../sign-in/methods/settings";
import { newClientId } from "./client-id";
import { clientSecretContext, openSite, type Site } from "./site";
import { type SiteInput, siteColumns, siteFields } from "./site-fields";
import { slugField, slugFromName } from "./slug";

const shape = z.object({ ...z.object(siteFields).partial().shape, name: siteFields.name, slug: slugField.optional() });

/**
 * Creates a site with its client id and secret. Without a slug, one is made from the name.
 *
 * A slug is given out once, for ever: the ledger row stays when the site goes, so nobody inherits another one's address.
 *
 * @throws AppError `invalid` with an issue for each wrong field, also when the slug was ever taken
 */
export async function createSite(account: AccountContext, input: SiteInput): Promise<Site> {
  requireMayNameEndpoints(account, input);
  const {
    slug: chosen,
    signupEndpoint,
    signInEndpoint,
    dialects = {},
    signIn = {},
    mail = {},
    attackProtection = {},
    branding = {},
    ...given
  } = checkFields(shape, input);
  // Nobody has sent it a logo yet.
  const brand = unusualOf(await changedBranding(USUAL, branding, async () => null));
  const id = newId();
  const slug = chosen ?? slugFromName(given.name);
  const secret = newToken("pst_");
  try {
    const row = await withEvent(account.db, { type: "site.created", siteId: id }, async (db) => {
      await db.slug.createMany({ data: { slug } });
      return db.site.create({
        data: {
          ...given,
          dialects: withGiven({}, dialects),
          branding: brand,
          signIn: withGivenSignIn({}, signIn),
          mail: withGivenMail({}, mail),
          attackProtection: withGivenProtection({}, attackProtection),
          ...endpointData(id, { signupEndpoint, signInEndpoint }, {}),
          id,
          slug,
          clientId: newClientId(),
          clientSecretSealed: seal(secret, clientSecretContext(id)),
          clientSecretHash: sha256(secret),
        },
        select: siteColumns,
      });
    });
    return openSite(row);
  } catch (error) {
    if (isUniqueViolation(error)) throw invalid("slug", "Slug has already been taken");
    throw error;
  }
}
