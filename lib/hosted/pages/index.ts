import type { Page } from "../page";
import type { View } from "../view";
import { account } from "./account";
import { accountConfirm } from "./account-confirm";
import { accountData } from "./account-data";
import { accountDelete } from "./account-delete";
import { accountEmail } from "./account-email";
import { accountFactor } from "./account-factor";
import { accountFactorCodes } from "./account-factor-codes";
import { accountFactorSetUp } from "./account-factor-set-up";
import { accountLinked } from "./account-linked";
import { accountPasskey } from "./account-passkey";
import { accountPasskeys } from "./account-passkeys";
import { accountPassword } from "./account-password";
import { accountProfile } from "./account-profile";
import { accountSessions } from "./account-sessions";
import { codeLink } from "./code-link";
import { codeSent } from "./code-sent";
import { continueAs } from "./continue";
import { handedOver } from "./handed-over";
import { leaving } from "./leaving";
import { notice } from "./notice";
import { owner } from "./owner";
import { passkeyOffer } from "./passkey-offer";
import { recoveryCodes } from "./recovery-codes";
import { resetConfirm } from "./reset-confirm";
import { resetRequest } from "./reset-request";
import { resetSent } from "./reset-sent";
import { secondFactor } from "./second-factor";
import { secondFactorSetUp } from "./second-factor-set-up";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";
import { signUp } from "./sign-up";
import { verifyConfirm } from "./verify-confirm";
import { verifyRequest } from "./verify-request";
import { verifySent } from "./verify-sent";

/** How every view is drawn. A view without its page does not compile. */
export const PAGES: { readonly [Name in View["page"]]: Page<Name> } = {
  "sign-in": signIn,
  "sign-up": signUp,
  "reset-request": resetRequest,
  "reset-sent": resetSent,
  "reset-confirm": resetConfirm,
  "verify-request": verifyRequest,
  "verify-sent": verifySent,
  "verify-confirm": verifyConfirm,
  "second-factor": secondFactor,
  "second-factor-set-up": secondFactorSetUp,
  "recovery-codes": recoveryCodes,
  "code-sent": codeSent,
  "code-link": codeLink,
  continue: continueAs,
  account,
  "account-profile": accountProfile,
  "account-email": accountEmail,
  "account-password": accountPassword,
  "account-sessions": accountSessions,
  "account-data": accountData,
  "account-delete": accountDelete,
  "account-confirm": accountConfirm,
  "account-passkeys": accountPasskeys,
  "account-passkey": accountPasskey,
  "passkey-offer": passkeyOffer,
  "account-linked": accountLinked,
  "account-factor": accountFactor,
  "account-factor-set-up": accountFactorSetUp,
  "account-factor-codes": accountFactorCodes,
  leaving,
  "sign-out": signOut,
  "handed-over": handedOver,
  notice,
  owner,
};
