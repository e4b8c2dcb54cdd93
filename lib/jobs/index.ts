import type { AccountContext, SiteContext, WholeAccountContext } from "@/lib/db/resolve";
import { deliverMail } from "./deliver-mail";
import type { AccountJobs, MailJobs, OpenJobs, SiteJobs } from "./enqueue";
import { mailAccountDeleted } from "./mail-account-deleted";
import { mailAccountExists } from "./mail-account-exists";
import { mailAccountLinked } from "./mail-account-linked";
import { mailAccountNotice } from "./mail-account-notice";
import { mailEmailChange } from "./mail-email-change";
import { mailFactorChanged } from "./mail-factor-changed";
import { mailInvitation } from "./mail-invitation";
import { mailNewDevice } from "./mail-new-device";
import { mailOperatorFactor, mailOperatorPasskey } from "./mail-operator-factor";
import { mailOperatorReset } from "./mail-operator-reset";
import { mailPasskeyChanged } from "./mail-passkey-changed";
import { mailReset } from "./mail-reset";
import { mailSample } from "./mail-sample";
import { mailSignInCode } from "./mail-sign-in-code";
import { mailVerification } from "./mail-verification";
import { mailWebhookOff } from "./mail-webhook-off";
import { operatorResetAsked } from "./operator-reset-asked";
import { purgeSiteUser } from "./purge-site-user";
import { runExport } from "./run-export";
import { runImport } from "./run-import";
import { retryWebhooks, sendWebhooks } from "./send-webhooks";

/** Every job of a site, by the name it is queued under. One that takes long stops when it is asked to. */
export const SITE_JOBS: {
  readonly [Name in keyof SiteJobs]: (site: SiteContext, payload: SiteJobs[Name], stopping: AbortSignal) => Promise<void>;
} = {
  "mail-verification": mailVerification,
  "mail-reset": mailReset,
  "mail-sign-in-code": mailSignInCode,
  "mail-account-exists": mailAccountExists,
  "mail-email-change": mailEmailChange,
  "mail-account-notice": mailAccountNotice,
  "purge-site-user": purgeSiteUser,
  "mail-new-device": mailNewDevice,
  "mail-passkey-changed": mailPasskeyChanged,
  "mail-factor-changed": mailFactorChanged,
  "mail-account-linked": mailAccountLinked,
  "mail-sample": mailSample,
  "send-webhooks": sendWebhooks,
  "retry-webhooks": retryWebhooks,
  "run-import": runImport,
  "run-export": runExport,
};

/** Those that may take minutes or hours. */
export const LONG_JOBS: ReadonlySet<string> = new Set(["run-import", "run-export"] satisfies (keyof SiteJobs)[]);

/** Those that wait for the servers of customers. */
export const OUTGOING_JOBS: ReadonlySet<string> = new Set(["send-webhooks", "retry-webhooks"] satisfies (keyof SiteJobs)[]);

/** Every job of an account. */
export const ACCOUNT_JOBS: {
  readonly [Name in keyof AccountJobs]: (account: WholeAccountContext, payload: AccountJobs[Name]) => Promise<void>;
} = {
  "mail-invitation": mailInvitation,
  "mail-operator-reset": mailOperatorReset,
  "mail-operator-factor": mailOperatorFactor,
  "mail-operator-passkey": mailOperatorPasskey,
  "mail-account-deleted": mailAccountDeleted,
  "mail-webhook-off": mailWebhookOff,
};

/** Every job of either. */
export const MAIL_JOBS: {
  readonly [Name in keyof MailJobs]: (
    owner: AccountContext | SiteContext,
    payload: MailJobs[Name],
    stopping: AbortSignal,
    again: boolean,
  ) => Promise<void>;
} = { "deliver-mail": deliverMail };

/** Those that mail somebody. */
export const MAILING_JOBS: ReadonlySet<string> = new Set(
  [SITE_JOBS, ACCOUNT_JOBS, MAIL_JOBS].flatMap((jobs) => Object.keys(jobs)).filter((name) => /^(mail-|deliver-mail$)/.test(name)),
);

/** Every job that belongs to nobody yet. */
export const OPEN_JOBS: { readonly [Name in keyof OpenJobs]: (payload: OpenJobs[Name]) => Promise<void> } = {
  "operator-reset-asked": operatorResetAsked,
};
