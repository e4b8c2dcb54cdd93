import { BadgeCheck, Ban, LogOut, Mail, RotateCcw, ShieldOff } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/lib/ui/card";
import { ActButton } from "../../act-button";
import { blockUser, endUserSessions, mailReset, resetUserSecondFactor, unblockUser, verifyUser } from "../actions";

type Props = { siteId: string; userId: string; verified: boolean; blocked: boolean; secondFactor: boolean };

/** Whether a user gets in: the switches for it, each with what it does. */
export function UserAccess({ siteId, userId, verified, blocked, secondFactor }: Props) {
  return (
    <Card title="Access">
      <div className="grid gap-5">
        {!verified && (
          <Switch text="You know that the address is theirs, so they need not prove it.">
            <ActButton act={verifyUser.bind(null, siteId, userId)} said="Address marked as verified">
              <BadgeCheck aria-hidden /> Mark as verified
            </ActButton>
          </Switch>
        )}
        {!blocked && (
          <Switch text="They get a mail with a link and a code to set a new password. Until then, the old one stays good.">
            <ActButton act={mailReset.bind(null, siteId, userId)} said="The reset mail is on its way">
              <Mail aria-hidden /> Send a reset mail
            </ActButton>
          </Switch>
        )}
        <Switch text="They are signed out everywhere; tokens that nobody has exchanged and links in their mails stop working. They can sign in again.">
          <ActButton act={endUserSessions.bind(null, siteId, userId)} said="Everything that they had open has ended">
            <LogOut aria-hidden /> End all sessions
          </ActButton>
        </Switch>
        {secondFactor && (
          <Switch text="For a user who has lost it: their app, recovery codes and trusted browsers count no more, and they get a mail about it.">
            <ActButton
              act={resetUserSecondFactor.bind(null, siteId, userId)}
              said="Second factor taken away"
              confirm={{
                title: "Reset the second factor?",
                text: "Make sure that it is the user who asks: until they set up another one, their password or mailbox alone lets somebody in.",
                yes: "Reset it",
              }}
            >
              <ShieldOff aria-hidden /> Reset the second factor
            </ActButton>
          </Switch>
        )}
        {blocked ? (
          <Switch text="They are told that their password is wrong, and get no mail to set a new one. Unblocking also calls off a deletion that they asked for.">
            <ActButton act={unblockUser.bind(null, siteId, userId)} said="User unblocked">
              <RotateCcw aria-hidden /> Unblock
            </ActButton>
          </Switch>
        ) : (
          <Switch text="They cannot sign in or set a new password until you unblock them. Their unused tokens and links stop working.">
            <ActButton act={blockUser.bind(null, siteId, userId)} said="User blocked" look="danger">
              <Ban aria-hidden /> Block
            </ActButton>
          </Switch>
        )}
      </div>
    </Card>
  );
}

function Switch({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-2">
      {children}
      <p className="text-sm text-soft">{text}</p>
    </div>
  );
}
