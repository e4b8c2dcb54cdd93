import { requireMethod } from "@/lib/core/sign-in/methods/require-method";
import { beginSocial } from "@/lib/core/sign-in/methods/social/begin";
import { AppError } from "@/lib/kernel/errors";
import { finishSignIn } from "../finish-sign-in";
import { framedPages } from "../framed-pages";
import { type HostedPage, type Surface, seeOther } from "../hosted-page";
import { type Step, sitePath, view } from "../hosted-response";
import { requestCookie } from "../request-cookie";
import type { Visit } from "../visit";
import { signInPage } from "./sign-in";

/** Where the button of a provider sends. There is nothing to open. */
const page: HostedPage = {
  show: ({ context }) => seeOther(sitePath(context.site, "login")),
  async submit(visit) {
    requireMethod(visit.context, "social");
    return departure(visit, null);
  },
  refused: (visit, problem) => signInPage.refused?.(visit, problem) as never,
};

/** Sets out from a page that stands alone, or from a window that the widget's frame opened, which is told of the outcome. */
export const socialStart: Surface = {
  page: () => page,
  frame: (site, query) => (query.has("nonce") ? (framedPages.frame?.(site, query) ?? null) : null),
  finish: finishSignIn,
};

/**
 * The way to the provider that was chosen.
 *
 * The browser goes there from a page, and not by a redirect of the form: browsers hold a form's policy against every redirect that
 * follows, and who knows where a provider leads on to.
 *
 * @param linkTo whose account is to be linked; null: somebody signs in
 */
export async function departure(visit: Visit, linkTo: bigint | null): Promise<Step> {
  const { context, form, visitor, state, codeChallenge, frame, to } = visit;
  const { provider = "" } = form;
  if (!/^[1-9]\d{0,15}$/.test(provider)) throw new AppError("not_found");
  const told = frame && { origin: frame.origin, nonce: frame.nonce, action: frame.action };
  const target = { clientState: state, codeChallenge, to, frame: told };
  const gone = await beginSocial(context, { providerId: BigInt(provider), linkTo, ...target }, visitor);
  const leaving = view({ page: "leaving", provider: gone.providerName, href: gone.to }, 200, { refresh: `0;url=${gone.to}` });
  return { ...leaving, cookie: requestCookie(context.site.slug, gone.state, gone.browser) };
}
