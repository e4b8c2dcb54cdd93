"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { SecretOnce } from "@/lib/ui/secret-once";
import { useOperatorForm } from "../../../../use-operator-form";
import { makeFasteditorKey } from "./actions";

/** Makes the key that FastEditor shows with each request, and shows it this once. */
export function FasteditorKey({ siteId }: { siteId: string }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  const { pending, onSubmit, message } = useOperatorForm(
    () => makeFasteditorKey(siteId),
    (made) => {
      setKey(made.key);
      router.refresh();
    },
  );
  const close = () => {
    setAsking(false);
    setKey(null);
  };
  return (
    <div className="grid justify-items-start gap-2">
      <Button aria-haspopup="dialog" onClick={() => setAsking(true)}>
        Make a key for FastEditor
      </Button>
      <p className="text-sm text-soft">FastEditor sends it as X-Api-Key. Without one, it is let in nowhere.</p>
      <Dialog open={asking} onClose={close} title={key ? "The key for FastEditor" : "Make a key for FastEditor?"}>
        {key ? (
          <>
            <SecretOnce what="the key for FastEditor" secret={key}>
              Put it into FastEditor now: it is not shown again.
            </SecretOnce>
            <Button onClick={close} look="primary" className="justify-self-end">
              Done
            </Button>
          </>
        ) : (
          <form method="post" onSubmit={onSubmit} className="grid gap-4">
            <p className="text-sm text-soft">If there was one before, it stops working at once.</p>
            {message && <Note tone="bad">{message}</Note>}
            <div className="flex justify-end gap-2">
              <Button onClick={close}>Cancel</Button>
              <Button type="submit" look="primary" disabled={pending}>
                Make the key
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </div>
  );
}
