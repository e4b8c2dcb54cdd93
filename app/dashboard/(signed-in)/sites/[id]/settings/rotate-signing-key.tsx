"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { Tick } from "@/lib/ui/field";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { replaceSigningKey } from "./actions";

/** Replaces the key that a site's access tokens are signed with, and signs everybody out where that is asked for. */
export function RotateSigningKey({ siteId }: { siteId: string }) {
  const router = useRouter();
  const say = useToast();
  const [asking, setAsking] = useState(false);
  const [everybody, setEverybody] = useState(false);
  const close = () => {
    setAsking(false);
    setEverybody(false);
  };
  const { pending, onSubmit, message } = useOperatorForm(
    () => replaceSigningKey(siteId, everybody),
    () => {
      say(everybody ? "Everybody is signed out" : "New signing key made");
      close();
      router.refresh();
    },
  );
  return (
    <div className="grid justify-items-start gap-2">
      <Button aria-haspopup="dialog" onClick={() => setAsking(true)}>
        Replace the signing key
      </Button>
      <p className="text-sm text-soft">Access tokens of the first three are signed with it. Nobody is signed out unless you say so.</p>
      <Dialog open={asking} onClose={close} title="Replace the signing key?">
        <form method="post" onSubmit={onSubmit} className="grid gap-4">
          <p className="text-sm text-soft">
            The new key is published at once and signs in a quarter of an hour. What the old one has signed stays good until it expires.
          </p>
          <Tick
            label="Sign everybody out"
            name="everybody"
            checked={everybody}
            onChange={(event) => setEverybody(event.target.checked)}
            hint="For when the old key may be known: no token is good any more, and every session of the dialects ends."
          />
          {message && <Note tone="bad">{message}</Note>}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" look={everybody ? "danger" : "primary"} disabled={pending}>
              {everybody ? "Replace and sign out" : "Replace"}
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
