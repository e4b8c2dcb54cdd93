import type { BundlePart } from "../part";
import { auditEvents } from "./audit-events";
import { identityProviders } from "./identity-providers";
import { linkedAccounts } from "./linked-accounts";
import { passkeys } from "./passkeys";
import { sessions } from "./sessions";
import { site } from "./site";
import { siteUserSessions } from "./site-user-sessions";
import { siteUsers } from "./site-users";
import { totpSecrets } from "./totp-secrets";
import { webhookEndpoints } from "./webhook-endpoints";

/** The files of a bundle, in the order they are written and restored: what others refer to comes first. */
export const BUNDLE_PARTS: readonly BundlePart[] = [
  site,
  identityProviders,
  webhookEndpoints,
  siteUsers,
  siteUserSessions,
  linkedAccounts,
  totpSecrets,
  passkeys,
  sessions,
  auditEvents,
];
