import { endSessionOfRefreshToken } from "@/lib/core/sessions/end-session";
import { HOSTED } from "@/lib/core/sessions/hosted-session";
import { clearSessionCookie } from "@/lib/http/browser-session";
import { clearFlowCookie } from "@/lib/http/flow-cookie";
import { hostedPage, view } from "@/lib/http/hosted-page";

/**
 * Signing out at the hosted pages: ends the browser's session, takes our cookies away and goes to the site's home. GET only asks.
 *
 * SECURITY: what the browser has kept of our pages is cleared too. Not its cookies and not its storage: those belong to the
 * whole origin, and so to other sites and to the dashboard.
 */
export const { GET, POST } = hostedPage({
  cookies: ({ context }) => [clearFlowCookie(context.site.slug), clearSessionCookie(context.site.slug)],
  show: () => view({ page: "sign-out" }),
  async submit({ context, browser, path }) {
    if (browser.session !== null) await endSessionOfRefreshToken(context, browser.session, HOSTED);
    const to = context.site.homeUri ?? path("login", { done: "signed_out" });
    return { kind: "redirect", to, headers: { "clear-site-data": '"cache"' } };
  },
});
