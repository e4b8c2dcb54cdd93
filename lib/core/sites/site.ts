import type { AccountContext } from "@/lib/db/resolve";
import { type DialectSettings, everySetting } from "@/lib/dialects/settings";
import { covers } from "@/lib/kernel/api-scopes";
import { unseal } from "@/lib/kernel/secrets";
import { type AttackProtection, attackProtection } from "../attack-protection/settings";
import { type Branding, brandingOf } from "../branding/branding";
import { type EndpointRow, type ShownEndpoint, withEndpoints } from "../endpoints/endpoint";
import { type MailSettings, mailSettings } from "../mail-settings/mail-settings";
import { type FailingMails, type FailingMailsRow, withFailingMails } from "../mails/failing-mails";
import { type SignInSettings, signInSettings } from "../sign-in/methods/settings";
import { type Suspension, type SuspensionRow, withSuspension } from "./suspension";

/** A site as its customer manages it. `clientSecret` is in the clear: hand it to its owner only. */
export type Site = {
  readonly id: bigint;
  readonly name: string;
  readonly slug: string;
  readonly homeUri: string | null;
  readonly successUri: string | null;
  readonly cancelUri: string | null;
  readonly failedUri: string | null;
  readonly allowedOrigins: string[];
  readonly signUps: boolean;
  readonly emailVerification: "off" | "optional" | "required";
  readonly callbackTokenMinutes: number;
  /** What is set for each dialect. */
  readonly dialects: DialectSettings;
  /** How its pages look to visitors. */
  readonly branding: Branding;
  /** What is set about signing in on the hosted pages. */
  readonly signIn: SignInSettings;
  /** What is set about the mails to its users. */
  readonly mail: MailSettings;
  /** What is set against attacks. */
  readonly attackProtection: AttackProtection;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The customer's own user system, which takes each new user first. */
  readonly signupEndpoint: ShownEndpoint | null;
  /** The system that the site had before, which is asked about an address that is unknown here. */
  readonly signInEndpoint: ShownEndpoint | null;
  /** Set while nobody can sign in. */
  readonly suspension: Suspension | null;
  /** Set while mails to its users keep failing. */
  readonly failingMails: FailingMails | null;
  /** Since when it is gone for everybody else. */
  readonly deletedAt: Date | null;
};

/** A site as a program sees it. The secret is null for an API token that was not granted `secrets:read`. */
export type ShownSite = Omit<Site, "clientSecret"> & { readonly clientSecret: string | null };

/** A site as it is stored, but for its client secret. */
export type StoredSite = Omit<
  Site,
  "clientSecret" | "signupEndpoint" | "signInEndpoint" | "suspension" | "failingMails" | keyof KeptSettings
> &
  EndpointRow &
  SuspensionRow &
  FailingMailsRow &
  KeptSettings;

/** The settings of which a site keeps what is not as usual. */
type KeptSettings = { readonly [Name in "dialects" | "signIn" | "branding" | "mail" | "attackProtection"]: unknown };

/** A stored site as its customer sees it. */
export function shownSite<Row extends EndpointRow & SuspensionRow & FailingMailsRow & KeptSettings>(row: Row) {
  const { dialects, signIn, branding, mail, attackProtection: protection } = row;
  const settings = {
    dialects: everySetting(dialects),
    signIn: signInSettings(signIn),
    branding: brandingOf(branding),
    mail: mailSettings(mail),
    attackProtection: attackProtection(protection),
  };
  return { ...withFailingMails(withSuspension(withEndpoints(row))), ...settings };
}

/** A stored site with its client secret opened. */
export function openSite({ clientSecretSealed, ...row }: StoredSite & { readonly clientSecretSealed: Uint8Array }): Site {
  return { ...shownSite(row), clientSecret: unseal(clientSecretSealed, clientSecretContext(row.id)) };
}

/** A site with as much of it as an API token was granted to read. */
export function shownTo({ granted }: AccountContext, site: Site): ShownSite {
  return covers(granted, "secrets:read") ? site : { ...site, clientSecret: null };
}

/** What the sealed client secret of a site is bound to. */
export const clientSecretContext = (siteId: bigint) => `sites.client_secret:${siteId}`;
