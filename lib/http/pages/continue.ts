import { issueTokenOfSession } from "@/lib/core/callback-tokens/issue-token-of-session";
import { callbackUrl } from "../finish-sign-in";
import type { HostedPage } from "../hosted-page";
import { seeOther } from "../hosted-response";

/**
 * Goes on as whoever is signed in in this browser. The sign-in page asks; this is what its button does.
 *
 * SECURITY: for the session that the page showed, and while that holds. Whoever was signed in otherwise since is asked again.
 */
export const continuePage: HostedPage = {
  asksWho: true,
  ownFormsOnly: true,
  show: ({ path, state }) => seeOther(path("login", state === null ? {} : { state })),
  async submit({ context, form, signedIn, state, to, path }) {
    const { site } = context;
    const other = seeOther(path("login", { as: "other", ...(state === null ? {} : { state }) }));
    if (!signedIn || signedIn.handle !== form.session) return other;
    if (to !== null || site.successUri === null) return seeOther(path(to ?? "account"));
    const token = await issueTokenOfSession(context, signedIn);
    return token === null ? other : seeOther(callbackUrl(site.successUri, token, state));
  },
};
