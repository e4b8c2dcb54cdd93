import type { Metadata } from "next";
import { findOperatorLink } from "@/lib/core/operators/find-operator-link";
import { JoinCard } from "./join-card";

export const metadata: Metadata = { title: "Join" };

/** Behind an invitation. Opening it spends nothing. */
export default async function JoinPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams;
  const link = await findOperatorLink("invitation", token);
  return (
    <JoinCard
      invitation={link && { token: String(token), account: link.accountName, email: link.email, invitedBy: link.invitedBy ?? "" }}
    />
  );
}
