"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { TimeAgo } from "@/lib/ui/time-ago";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { endOldSecret, rotateSecret } from "./actions";

/** Changes the client secret without locking anybody out, and ends the old one early. `previousUntil`: when the old one ends by itself. */
export function RotateSecret({ siteId, previousUntil }: { siteId: string; previousUntil: string | null }) {
  const router = useRouter();
  const say = useToast();
  const [asking, setAsking] = useState(false);
  const rotation = useOperatorForm(
    () => rotateSecret(siteId),
    () => {
      setAsking(false);
      say("New client secret made");
      router.refresh();
    },
  );
  const ending = useOperatorForm(
    () => endOldSecret(siteId),
    () => {
      say("The old secret has ended");
      router.refresh();
    },
  );
  return (
    <div className="mt-5 grid gap-4 border-t border-line pt-5">
      {previousUntil && (
        <form method="post" onSubmit={ending.onSubmit} className="grid gap-3 rounded-lg bg-well px-4 py-3">
          <p className="text-sm">
            The secret before this one still works. It ends <TimeAgo iso={previousUntil} />.
          </p>
          {ending.message && <Note tone="bad">{ending.message}</Note>}
          <Button type="submit" look="danger" disabled={ending.pending} className="justify-self-start">
            End the old one now
          </Button>
        </form>
      )}
      <Button onClick={() => setAsking(true)} className="justify-self-start">
        Rotate client secret
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title="Rotate the client secret?">
        <form method="post" onSubmit={rotation.onSubmit} className="grid gap-4">
          <p className="text-sm text-soft">
            You get a new secret. The one of now stays good for 24 hours, so your backends can change over without a gap.
            {previousUntil && " The one before it, which still works, ends at once."}
          </p>
          {rotation.message && <Note tone="bad">{rotation.message}</Note>}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button type="submit" look="primary" disabled={rotation.pending}>
              Rotate
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
