import { hostedPage, view } from "@/lib/http/hosted-page";
import { fill } from "@/lib/texts/fill";

/** Where a sign-in ends at a site that has no address to send its visitors to. */
export const { GET } = hostedPage({
  show: ({ context: { site }, t }) =>
    view({
      page: "notice",
      tone: "good",
      title: fill(t.signIn.signedIn, { site: site.name }),
      text: t.signIn.closePage,
      action: site.homeUri ? { label: fill(t.signIn.goTo, { site: site.name }), href: site.homeUri } : null,
      reference: null,
    }),
});
