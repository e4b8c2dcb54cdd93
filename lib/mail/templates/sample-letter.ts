import type { MailKind } from "@/lib/core/mail-texts/mail-kinds";
import type { Texts } from "@/lib/texts";
import { accountExists } from "./account-exists";
import { accountLinked } from "./account-linked";
import { accountNotice } from "./account-notice";
import { changeEmail } from "./change-email";
import { factorChanged } from "./factor-changed";
import type { Letter } from "./letter";
import { newDevice } from "./new-device";
import { passkeyChanged } from "./passkey-changed";
import { resetPassword } from "./reset-password";
import { signInCode } from "./sign-in-code";
import { verifyEmail } from "./verify-email";

export type SampleData = {
  readonly t: Texts;
  readonly to: string;
  readonly siteName: string;
  readonly name: string;
  readonly page: (path: string) => string;
};

const CODE = "048291";
const DEVICE = { ip: "203.0.113.7", userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };
const HOUR = 60;
const DAY = 24 * HOUR;

/** Each mail as it would be written to somebody, with links that open nothing and a code that nobody was given: to be looked at. */
export const SAMPLES: Readonly<Record<MailKind, (data: SampleData) => Letter>> = {
  verify_email: ({ page, ...data }) => verifyEmail({ ...data, link: page("verify-email"), code: CODE, minutes: DAY }),
  reset_password: ({ page, ...data }) => resetPassword({ ...data, link: page("reset-password"), code: CODE, minutes: HOUR }),
  sign_in_code: ({ page, ...data }) => signInCode({ ...data, link: page("login"), code: CODE, minutes: 5 }),
  change_email: ({ page, ...data }) => changeEmail({ ...data, link: page("account/email"), code: CODE, minutes: HOUR }),
  account_exists: ({ page, ...data }) => accountExists({ ...data, loginLink: page("login"), resetLink: page("reset-password") }),
  new_device: ({ page, ...data }) =>
    newDevice({ ...data, ...DEVICE, at: new Date(), sessionsLink: page("account/sessions"), resetLink: page("reset-password") }),
  password_changed: ({ page, ...data }) =>
    accountNotice({ ...data, notice: "passwordChanged", resetLink: page("reset-password"), at: null }),
  email_changed: ({ page, ...data }) => accountNotice({ ...data, notice: "emailChanged", resetLink: page("reset-password"), at: null }),
  factor_on: ({ page, ...data }) => factorChanged({ ...data, change: "added", codesLeft: 10, loginLink: page("login") }),
  factor_off: ({ page, ...data }) => factorChanged({ ...data, change: "removed", codesLeft: 0, loginLink: page("login") }),
  recovery_codes: ({ page, ...data }) => factorChanged({ ...data, change: "codeUsed", codesLeft: 9, loginLink: page("login") }),
  passkey_added: ({ page, ...data }) => passkeyChanged({ ...data, change: "added", passkey: "Pixel 9", resetLink: page("reset-password") }),
  passkey_removed: ({ page, ...data }) =>
    passkeyChanged({ ...data, change: "removed", passkey: "Pixel 9", resetLink: page("reset-password") }),
  account_linked: ({ page, ...data }) =>
    accountLinked({ ...data, change: "linked", providerName: "GitHub", accountLink: page("account/linked") }),
  account_unlinked: ({ page, ...data }) =>
    accountLinked({ ...data, change: "unlinked", providerName: "GitHub", accountLink: page("account/linked") }),
  deletion_due: ({ page, ...data }) =>
    accountNotice({ ...data, notice: "deletionDue", resetLink: page("reset-password"), at: new Date(Date.now() + 7 * DAY * 60_000) }),
};
