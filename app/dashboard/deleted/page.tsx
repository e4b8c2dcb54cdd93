import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { RESTORE_DAYS } from "@/lib/core/sites/delete-site";
import { buttonLook } from "@/lib/ui/button";
import { EntryCard } from "@/lib/ui/entry-card";
import { currentDeletedAccount, currentOperator } from "../session";
import { BringBack } from "./bring-back";

export const metadata: Metadata = { title: "Deleted account" };

/** All that there is of an account that was deleted: whoever signs in to it can bring it back. */
export default async function DeletedPage() {
  if (await currentOperator()) redirect("/dashboard");
  const deleted = await currentDeletedAccount();
  if (!deleted) {
    return (
      <EntryCard
        title="The account is deleted"
        text={`Nothing of it answers any more. For ${RESTORE_DAYS} days whoever works in it can sign in and bring it back as it was. Then it is gone for good.`}
      >
        <Link href="/dashboard/login" className={`${buttonLook()} w-full`}>
          Sign in to bring it back
        </Link>
      </EntryCard>
    );
  }
  const purgedAt = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(deleted.purgedAt);
  return (
    <EntryCard
      title="Your account is deleted"
      text={
        <span className="break-words">
          <strong className="font-medium text-ink">{deleted.name}</strong> can be brought back until {purgedAt} UTC, with its sites, their
          users and its API tokens. Then it is gone for good.
        </span>
      }
    >
      <BringBack />
    </EntryCard>
  );
}
