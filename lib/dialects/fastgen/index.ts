import type { Dialect, DialectRoute } from "../kit/dialect";
import { consumeCode, refuseCode, requestCode, resendCode } from "./codes";
import { confirmReset } from "./confirm-reset";
import { emailExists } from "./email-exists";
import { refuse, refuseSecret } from "./errors";
import { loginMethods } from "./login-methods";
import { discovery, jwks } from "./published";
import { refresh } from "./refresh";
import { requestReset } from "./request-reset";
import { requestVerification } from "./request-verification";
import { settings } from "./settings";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";
import { signUp } from "./sign-up";
import { isEmailVerified, verifyEmail } from "./verify-email";

const unusableReset = refuseSecret("RESET_PASSWORD_INVALID_TOKEN_ERROR");
const unusableProof = refuseSecret("EMAIL_VERIFICATION_INVALID_TOKEN_ERROR");

const routes: readonly DialectRoute[] = [
  { method: "POST", path: "/signup", hashes: true, statuses: [200, 400, 429, 503], handle: signUp },
  { method: "POST", path: "/signin", hashes: true, statuses: [200, 400, 429, 503], handle: signIn },
  { method: "POST", path: "/signout", statuses: [200, 401], handle: signOut },
  { method: "POST", path: "/session/refresh", statuses: [200, 401], handle: refresh },
  { method: "GET", path: "/emailpassword/email/exists", statuses: [200, 400, 429], handle: emailExists },
  { method: "GET", path: "/signup/email/exists", statuses: [200, 400, 429], handle: emailExists },
  { method: "POST", path: "/user/password/reset/token", statuses: [200, 400], handle: requestReset },
  {
    method: "POST",
    path: "/user/password/reset",
    hashes: true,
    statuses: [200, 400, 503],
    handle: confirmReset,
    refuse: unusableReset,
  },
  { method: "POST", path: "/user/email/verify/token", statuses: [200, 401], handle: requestVerification },
  { method: "POST", path: "/user/email/verify", statuses: [200, 400, 401], handle: verifyEmail, refuse: unusableProof },
  { method: "GET", path: "/user/email/verify", statuses: [200, 401], handle: isEmailVerified },
  { method: "GET", path: "/loginmethods", statuses: [200], handle: loginMethods },
  { method: "POST", path: "/signinup/code", statuses: [200, 400, 404, 429], handle: requestCode, refuse: refuseCode },
  { method: "POST", path: "/signinup/code/resend", statuses: [200, 400, 404, 429], handle: resendCode },
  { method: "POST", path: "/signinup/code/consume", statuses: [200, 400, 404, 429], handle: consumeCode, refuse: refuseCode },
  { method: "GET", path: "/jwt/jwks.json", statuses: [200], handle: jwks },
  { method: "GET", path: "/.well-known/openid-configuration", statuses: [200], handle: discovery },
];

export const fastgen: Dialect = {
  id: "fastgen",
  name: "Fastgen",
  mount: "auth",
  settings,
  // The protocol may name a tenant in each path; there is one, which clients leave out.
  routes: routes.flatMap((route) => [route, { ...route, path: `/public${route.path}` }]),
  browsers: {
    sends: ["rid", "fdi-version", "st-auth-mode", "fg-auth-mode", "anti-csrf"],
    reads: ["front-token", "st-access-token", "st-refresh-token", "anti-csrf"],
  },
  refuse,
};
