import { Badge } from "@/lib/ui/card";

type Props = { verified: boolean; blocked: boolean; secondFactor: boolean };

/** Whether a user's address is proved, whether they are blocked, and whether they have a second factor: in a word each. */
export function UserBadges({ verified, blocked, secondFactor }: Props) {
  return (
    <>
      {blocked && <Badge tone="bad">Blocked</Badge>}
      {secondFactor && <Badge tone="good">Two-step</Badge>}
      <Badge tone={verified ? "good" : "plain"}>{verified ? "Verified" : "Not verified"}</Badge>
    </>
  );
}
