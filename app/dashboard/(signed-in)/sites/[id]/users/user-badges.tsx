import { Badge } from "@/lib/ui/card";

/** Whether a user's address is proved, and whether they are blocked, in a word each. */
export function UserBadges({ verified, blocked }: { verified: boolean; blocked: boolean }) {
  return (
    <>
      {blocked && <Badge tone="bad">Blocked</Badge>}
      <Badge tone={verified ? "good" : "plain"}>{verified ? "Verified" : "Not verified"}</Badge>
    </>
  );
}
