import { hostedPage, view } from "@/lib/http/hosted-page";

/** Where a sign-in ends at a site that has no address to send its visitors to. */
export const { GET } = hostedPage({
  show: ({ context: { site } }) =>
    view({
      page: "notice",
      tone: "good",
      title: `You are signed in to ${site.name}`,
      text: "You can close this page.",
      action: site.homeUri ? { label: `Go to ${site.name}`, href: site.homeUri } : null,
      reference: null,
    }),
});
