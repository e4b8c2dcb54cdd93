import { registeredOrigins } from "@/lib/core/sites/registered-origins";
import type { HostedFrame } from "@/lib/hosted/view";
import { handOver } from "./hand-over";
import type { HostedPage, Surface } from "./hosted-page";
import { emailCodePage } from "./pages/email-code";
import { resetPasswordPage } from "./pages/reset-password";
import { secondFactorPage } from "./pages/second-factor";
import { signInPage } from "./pages/sign-in";
import { signUpPage } from "./pages/sign-up";
import { verifyEmailPage } from "./pages/verify-email";

const MAX_NONCE = 64;

/** What can stand in a frame, by its own path, and what the page around is told is being done. */
const PAGES = new Map<string, { page: HostedPage; action: HostedFrame["action"] }>([
  ["login", { page: signInPage, action: "login" }],
  ["second-factor", { page: secondFactorPage, action: "login" }],
  ["login/code", { page: emailCodePage, action: "login" }],
  ["signup", { page: signUpPage, action: "signup" }],
  ["reset-password", { page: resetPasswordPage, action: "reset_password" }],
  // The second half of a sign-up.
  ["verify-email", { page: verifyEmailPage, action: "signup" }],
]);

const asked = (query: URLSearchParams) => PAGES.get(query.get("page") ?? "login") ?? null;

/**
 * Pages in a frame that the widget opened: `?page=`, `origin` and `nonce` say which, for whom, and for which opening.
 *
 * SECURITY: an origin is spoken to only when it is one of the site's own. The query chooses among those, no more.
 */
export const framedPages: Surface = {
  page: (query) => asked(query)?.page ?? null,
  frame: ({ site }, query) => ({
    origin: registeredOrigins(site).find((registered) => registered === query.get("origin")) ?? null,
    nonce: (query.get("nonce") ?? "").slice(0, MAX_NONCE),
    action: asked(query)?.action ?? "login",
    flow: null,
  }),
  finish: handOver,
};
