"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { addProvider } from "./provider-actions";
import { ProviderForm, type ShownKind } from "./provider-form";

type Props = { readonly siteId: string; readonly kinds: readonly ShownKind[]; readonly callback: string };

/** Adds a provider to a site. */
export function NewProvider({ siteId, kinds, callback }: Props) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setAsking(true)}>
        <Plus aria-hidden /> Add a provider
      </Button>
      <Dialog open={asking} onClose={close} title="Add a provider">
        <ProviderForm kinds={kinds} callback={callback} save={(form) => addProvider(siteId, form)} said="Provider added" onClose={close} />
      </Dialog>
    </>
  );
}
