import Link from "next/link";
import type { ReactNode } from "react";
import { buttonLook } from "@/lib/ui/button";
import { EntryCard } from "@/lib/ui/entry-card";

/** Where a one-time link leads that cannot be used any more. */
export function DeadLink({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <EntryCard title="This link has expired or was already used" text={text}>
      {action ?? (
        <Link href="/dashboard/login" className={`${buttonLook()} w-full`}>
          Sign in
        </Link>
      )}
    </EntryCard>
  );
}
