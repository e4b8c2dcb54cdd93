import { CirclePause, RotateCcw } from "lucide-react";
import type { Site } from "@/lib/core/sites/site";
import { Card } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";
import { ActButton } from "../act-button";
import { suspend } from "./actions";

const STAYS = "Users, settings, exports and the API stay as they are, and webhooks go on.";

/** Whether a site lets anybody in, and the switch for it. */
export function SuspensionCard({ siteId, suspension }: { siteId: string; suspension: Site["suspension"] }) {
  if (!suspension) {
    return (
      <Card
        title="Suspend this site"
        text={`Nobody can sign up or sign in, nobody stays signed in, no token is exchanged and no mail is sent until you resume. ${STAYS}`}
      >
        <ActButton
          act={suspend.bind(null, siteId, true)}
          said="This site is suspended"
          look="danger"
          confirm={{
            title: "Suspend this site?",
            text: "Everybody is kept out at once, also those who are signed in. Nothing is deleted, and you can resume at any time.",
            yes: "Suspend",
            no: "Cancel",
          }}
        >
          <CirclePause aria-hidden /> Suspend this site
        </ActButton>
      </Card>
    );
  }
  const since = <TimeAgo iso={suspension.since.toISOString()} />;
  if (suspension.by === "installation") {
    return (
      <Card
        id="suspension"
        danger
        title="This site is suspended"
        text={
          <>
            Whoever runs this installation suspended it {since}, and only they can resume it. Nobody can sign in meanwhile. {STAYS}
          </>
        }
      >
        {suspension.reason && <p className="text-sm break-words">They say: “{suspension.reason}”</p>}
      </Card>
    );
  }
  return (
    <Card
      id="suspension"
      danger
      title="This site is suspended"
      text={
        <>
          You suspended it {since}. Nobody can sign in until you resume it. {STAYS}
        </>
      }
    >
      <ActButton act={suspend.bind(null, siteId, false)} said="This site answers again" look="primary">
        <RotateCcw aria-hidden /> Resume this site
      </ActButton>
    </Card>
  );
}
