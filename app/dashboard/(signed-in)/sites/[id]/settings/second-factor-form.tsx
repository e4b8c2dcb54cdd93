"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { saveSecondFactor } from "./actions";
import { WayField } from "./way-field";
import type { WayOption } from "./way-option";

type Props = { readonly siteId: string; readonly options: readonly WayOption[]; readonly updatedAt: string };

/** Who has a second factor, and how long a browser is trusted. `updatedAt`: when what is shown was last changed. */
export function SecondFactorForm({ siteId, options, updatedAt }: Props) {
  const router = useRouter();
  const say = useToast();
  // Newer than `updatedAt` until the page is shown anew.
  const [savedAt, setSavedAt] = useState(updatedAt);
  const { pending, onSubmit, fields, message } = useOperatorForm(
    (sent) => saveSecondFactor(siteId, savedAt > updatedAt ? savedAt : updatedAt, sent),
    (saved) => {
      setSavedAt(saved.updatedAt);
      say("Two-step sign-in saved");
      router.refresh();
    },
  );
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-5">
      {options.map((option) => (
        <WayField key={option.name} option={option} name={option.name} problem={fields[`signIn.second_factor.${option.name}`]} />
      ))}
      {message && <Note tone="bad">{message}</Note>}
      <Button type="submit" disabled={pending} className="justify-self-start">
        {pending ? "Saving …" : "Save two-step sign-in"}
      </Button>
    </form>
  );
}
