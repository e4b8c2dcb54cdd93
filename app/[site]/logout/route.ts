import { clearFlowCookie } from "@/lib/http/flow-cookie";
import { hostedPage, seeOther, view } from "@/lib/http/hosted-page";

/** Signing out at the hosted pages: takes our cookies away and goes to the site's home. GET only asks. */
export const { GET, POST } = hostedPage({
  cookies: ({ context }) => [clearFlowCookie(context.site.slug)],
  show: () => view({ page: "sign-out" }),
  async submit({ context, path }) {
    return seeOther(context.site.homeUri ?? path("login", { done: "signed_out" }));
  },
});
