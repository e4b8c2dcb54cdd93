"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ShownToken } from "@/lib/core/api-tokens/create-api-token";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { NewTokenForm } from "./new-token-form";
import { TokenOnce } from "./token-once";

/** The button that makes a token, and the dialog that asks what it is for and shows it once. */
export function NewToken() {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<ShownToken | null>(null);
  const router = useRouter();
  // Not before: the list that takes the place of an empty page would take the dialog with it.
  const close = () => {
    if (made) router.refresh();
    setOpen(false);
    setMade(null);
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden /> New token
      </Button>
      <Dialog wide={!made} open={open} onClose={close} title={made ? "Copy your token now" : "New API token"}>
        {made ? <TokenOnce {...made} onClose={close} /> : <NewTokenForm onMade={setMade} />}
      </Dialog>
    </>
  );
}
