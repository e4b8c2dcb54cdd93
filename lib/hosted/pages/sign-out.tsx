import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { PostForm } from "../parts/post-form";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";

/** Asks before signing out: a link from elsewhere must not do it. */
export const signOut: Page<"sign-out"> = {
  title: ({ site, t }) => fill(t.signOut.title, { site: site.name }),
  script: "form",
  body: ({ site, t }) => (
    <Card t={t} site={site} title={<Say text={t.signOut.question} site={<bdi>{site.name}</bdi>} />} lead={t.signOut.lead} cancel>
      <PostForm action={siteLink(site, "logout")} submit={t.signOut.submit} />
    </Card>
  ),
};
