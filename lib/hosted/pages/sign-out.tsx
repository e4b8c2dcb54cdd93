import type { Page } from "../page";
import { Card } from "../parts/card";
import { PostForm } from "../parts/post-form";
import { siteLink } from "../parts/site-link";

/** Asks before signing out: a link from elsewhere must not do it. */
export const signOut: Page<"sign-out"> = {
  title: ({ site }) => `Sign out of ${site.name}`,
  script: "form",
  body: ({ site }) => (
    <Card
      site={site}
      title={
        <>
          Sign out of <bdi>{site.name}</bdi>?
        </>
      }
      lead="You can sign in again at any time."
      cancel
    >
      <PostForm action={siteLink(site, "logout")} submit="Sign out" />
    </Card>
  ),
};
