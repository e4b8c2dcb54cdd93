"use client";

import { Button, buttonLook } from "@/lib/ui/button";
import { EntryCard } from "@/lib/ui/entry-card";

/** `digest`: under which the log names the same fault, where it happened on the server. */
export type FailedProps = { readonly error: { readonly digest?: string }; readonly reset: () => void };

/** What stands in the place of a page that failed. The way out is a full load: nothing of what failed is kept. */
export default function Failed({ error: { digest }, reset }: FailedProps) {
  return (
    <EntryCard
      title="Something went wrong on our side"
      text="Try again in a moment. If it stays so, tell whoever runs this installation."
      footer={digest && <>Reference {digest}</>}
    >
      <div className="grid gap-3">
        <Button look="primary" onClick={reset}>
          Try again
        </Button>
        <a href="/" className={buttonLook()}>
          To the start page
        </a>
      </div>
    </EntryCard>
  );
}
