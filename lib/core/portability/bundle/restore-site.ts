import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { withGiven } from "@/lib/dialects/settings";
import { isUniqueViolation } from "@/lib/kernel/faults";
import { checkFields } from "@/lib/kernel/fields";
import { hashToken, seal } from "@/lib/kernel/secrets";
import { withGivenProtection } from "../../attack-protection/settings";
import { USUAL, unusualOf } from "../../branding/branding";
import { changedBranding } from "../../branding/changed-branding";
import { keepLogo } from "../../branding/logo/keep-logo";
import { endpointData } from "../../endpoints/endpoint-data";
import { withGivenMail } from "../../mail-settings/mail-settings";
import { readMailTexts } from "../../mail-texts/read-mail-texts";
import { setMailText } from "../../mail-texts/set-mail-text";
import { withGivenSignIn } from "../../sign-in/methods/settings";
import { clientSecretContext } from "../../sites/site";
import { siteFields } from "../../sites/site-fields";
import type { SiteRow } from "./site-row";

const shape = z.object(siteFields).omit({ branding: true });

/**
 * Gives a site the settings of a bundle, and with its secrets the client id and secret, so that backends need no change. The
 * slug stays. Where another site has the client id, so do both.
 *
 * SECURITY: for whoever may change the site, not merely its users.
 *
 * @throws AppError `invalid` when a setting breaks a rule; then none is changed
 */
export async function restoreSite(site: SiteContext, row: SiteRow): Promise<void> {
  const { signupEndpoint, signInEndpoint, dialects, signIn, mail, attackProtection, ...settings } = checkFields(shape, {
    name: row.name,
    homeUri: row.home_uri,
    successUri: row.success_uri,
    cancelUri: row.cancel_uri,
    failedUri: row.failed_uri,
    allowedOrigins: row.allowed_origins,
    signUps: row.sign_ups,
    emailVerification: row.email_verification,
    callbackTokenMinutes: row.callback_token_minutes,
    dialects: row.dialects,
    signIn: row.sign_in,
    mail: row.mail,
    attackProtection: row.attack_protection,
    signupEndpoint: endpointOf(row.signup_endpoint_url, row.signup_endpoint_key),
    signInEndpoint: endpointOf(row.sign_in_endpoint_url, row.sign_in_endpoint_key),
  });
  const endpoints = endpointData(site.scope.siteId, { signupEndpoint, signInEndpoint }, {});
  const branding = await brandingFrom(site, row);
  const kept = {
    branding,
    dialects: withGiven({}, dialects),
    signIn: withGivenSignIn({}, signIn),
    mail: withGivenMail({}, mail),
    attackProtection: withGivenProtection({}, attackProtection),
  };
  await site.db.site.updateMany({ data: { ...settings, ...endpoints, ...kept } });
  await restoreMailTexts(site, row.mail_texts);
  const client = clientOf(site, row);
  if (!client) return;
  try {
    await site.db.site.updateMany({ data: client });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
}

/** The words of a bundle take the place of those that the site had. What breaks a rule of today, or is of a mail that is none of ours, is left out. */
async function restoreMailTexts(site: SiteContext, texts: SiteRow["mail_texts"]) {
  await site.db.mailText.deleteMany({});
  for (const { kind, language, words } of readMailTexts(texts)) await setMailText(site, { kind, language }, words);
}

/** SECURITY: a picture from a file is drawn anew like any other. */
async function brandingFrom(site: SiteContext, { branding, logo, dark_logo }: SiteRow) {
  const kept = (picture: string | null) => picture && keepLogo(site, Buffer.from(picture, "base64"));
  const said = await changedBranding(USUAL, branding, async () => null);
  return unusualOf({ ...said, logo: (await kept(logo)) || null, dark_logo: (await kept(dark_logo)) || null });
}

const endpointOf = (url: string | null, apiKey: string | null | undefined) => (url === null ? null : { url, apiKey });

/** The client of a bundle as a site keeps it, or null when there is none, or none that we could have given out. */
function clientOf({ scope }: SiteContext, { client_id: clientId, client_secret: secret = "" }: SiteRow) {
  const clientSecretHash = hashToken("pst_", secret);
  if (!clientSecretHash || !isClientId(clientId)) return null;
  return { clientId, clientSecretHash, clientSecretSealed: seal(secret, clientSecretContext(scope.siteId)) };
}

const isClientId = (text: string) => /^pid_[A-Za-z0-9_-]{20,64}$/.test(text);
