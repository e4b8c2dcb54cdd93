import type { EventData, EventRow } from "@/lib/db/audit-events";
import { happened } from "../audit/happened";
import type { SignedIn } from "./outcome";

/** What the audit log is told of a sign-in: by the very statement that writes it down. */
export const signedInEvent = ({ siteUserId, by, proof }: SignedIn, data: EventData = {}): EventRow =>
  happened({
    type: "site_user.signed_in",
    siteUserId,
    data: { method: by ?? "mail", second_factor: proof.secondFactor, ...data },
  });
