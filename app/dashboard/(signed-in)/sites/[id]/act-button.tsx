"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { ActionState } from "@/lib/http/operator-action";
import { Button, type buttonLook } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../use-operator-form";

type Look = Parameters<typeof buttonLook>[0];

/** A button that does one thing on the server, says so, and shows the page anew. What cannot be taken back asks first. */
export function ActButton({
  act,
  said,
  look,
  label,
  confirm,
  children,
}: {
  act: (form: FormData) => Promise<ActionState>;
  /** What the toast says afterwards. */
  said: string;
  look?: Look;
  /** Names the button where its text alone does not. */
  label?: string;
  confirm?: { title: string; text: string; yes: string; no?: string };
  children: ReactNode;
}) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const { pending, onSubmit, message } = useOperatorForm(act, () => {
    setAsking(false);
    toast(said);
    router.refresh();
  });
  const problem = message && <Note tone="bad">{message}</Note>;
  if (!confirm) {
    return (
      <form method="post" onSubmit={onSubmit} className="grid gap-2">
        <Button type="submit" look={look} disabled={pending} aria-label={label}>
          {children}
        </Button>
        {problem}
      </form>
    );
  }
  return (
    <>
      <Button look={look} aria-label={label} aria-haspopup="dialog" onClick={() => setAsking(true)}>
        {children}
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={confirm.title}>
        <form method="post" onSubmit={onSubmit} className="grid gap-4">
          <p className="text-sm text-soft">{confirm.text}</p>
          {problem}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => setAsking(false)}>{confirm.no ?? "Keep it"}</Button>
            <Button type="submit" look="danger" disabled={pending}>
              {confirm.yes}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
