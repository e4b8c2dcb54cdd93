"use client";

import { Button } from "@/lib/ui/button";
import { EmptyState } from "@/lib/ui/card";

/** What stands in the place of a page that failed. */
export default function Failed({ reset }: { reset: () => void }) {
  return (
    <main className="mx-auto max-w-2xl px-4 py-16">
      <EmptyState
        title="Something went wrong on our side"
        text="Try again in a moment."
        action={
          <Button look="primary" onClick={reset}>
            Try again
          </Button>
        }
      />
    </main>
  );
}
