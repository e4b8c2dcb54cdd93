import { account } from "./account";
import { accountData } from "./account-data";
import { accountDelete } from "./account-delete";
import { accountDeletedMail } from "./account-deleted-mail";
import { accountEmail } from "./account-email";
import { accountFactor } from "./account-factor";
import { accountPassword } from "./account-password";
import { accountProfile } from "./account-profile";
import { accountSessions } from "./account-sessions";
import { changeEmailMail } from "./change-email-mail";
import { checkMail } from "./check-mail";
import { codeMail } from "./code-mail";
import { emailCode } from "./email-code";
import { errors } from "./errors";
import { factorMail } from "./factor-mail";
import { fieldProblems } from "./field-problems";
import { fields } from "./fields";
import { inLanguage } from "./in-language";
import { invitationMail } from "./invitation-mail";
import { knownAddressMail } from "./known-address-mail";
import { LANGUAGES, type Language } from "./languages";
import { letter } from "./letter";
import { linkedMail } from "./linked-mail";
import { newDeviceMail } from "./new-device-mail";
import { noticeMail } from "./notice-mail";
import { operatorResetMail } from "./operator-reset-mail";
import { owner } from "./owner";
import { page } from "./page";
import { passkeyMail } from "./passkey-mail";
import { passkeys } from "./passkeys";
import { problems } from "./problems";
import { refusalTexts } from "./refusal-texts";
import { refusalTitles } from "./refusal-titles";
import { resetMail } from "./reset-mail";
import { resetPassword } from "./reset-password";
import { secondFactor } from "./second-factor";
import type { Said } from "./section";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";
import { signUp } from "./sign-up";
import { social } from "./social";
import { verifyEmail } from "./verify-email";
import { verifyMail } from "./verify-mail";
import { ways } from "./ways";
import { webhookOffMail } from "./webhook-off-mail";

/** Every section, by the name pages and mails know it by. */
export const SECTIONS = {
  page,
  fields,
  fieldProblems,
  problems,
  errors,
  refusalTitles,
  refusalTexts,
  signIn,
  signUp,
  secondFactor,
  resetPassword,
  verifyEmail,
  checkMail,
  signOut,
  passkeys,
  social,
  ways,
  emailCode,
  account,
  accountProfile,
  accountEmail,
  accountPassword,
  accountFactor,
  accountSessions,
  accountData,
  accountDelete,
  owner,
  letter,
  verifyMail,
  resetMail,
  codeMail,
  passkeyMail,
  factorMail,
  knownAddressMail,
  changeEmailMail,
  newDeviceMail,
  noticeMail,
  linkedMail,
  invitationMail,
  operatorResetMail,
  webhookOffMail,
  accountDeletedMail,
};

/** All texts in one language. */
export type Texts = {
  readonly language: Language;
  readonly dir: "ltr" | "rtl";
} & { readonly [Name in keyof typeof SECTIONS]: Said<(typeof SECTIONS)[Name]> };

const composed = new Map<Language, Texts>();

/** All texts in a language, put together at the first call. */
export function textsOf(language: Language): Texts {
  const known = composed.get(language);
  if (known) return known;
  const { dir } = LANGUAGES[language];
  const said = Object.entries(SECTIONS).map(([name, messages]) => [name, inLanguage(messages, language)]);
  const texts = { language, dir, ...Object.fromEntries(said) } as Texts;
  composed.set(language, texts);
  return texts;
}
