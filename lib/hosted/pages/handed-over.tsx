import type { Page } from "../page";
import { Card } from "../parts/card";

/** In a frame, after signing in. Seen for a moment, until the widget takes the frame away or the callback is there. */
export const handedOver: Page<"handed-over"> = {
  title: ({ site }) => `You are signed in to ${site.name}`,
  script: null,
  body: ({ site }) => (
    <Card
      site={site}
      tone="good"
      title={
        <>
          You are signed in to <bdi>{site.name}</bdi>
        </>
      }
      lead="One moment …"
    />
  ),
};
