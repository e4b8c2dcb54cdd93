"use client";

import { useId, useState } from "react";
import type { Logo } from "@/lib/core/branding/branding";
import type { SavedDraft } from "@/lib/core/branding/save-draft";
import type { ActionState } from "@/lib/http/operator-action";
import { Button, buttonLook } from "@/lib/ui/button";
import { problemOf, sendFile } from "../import/send-file";
import { keepDraft } from "./actions";

type Props = {
  readonly siteId: string;
  readonly slug: string;
  readonly part: "logo" | "dark_logo";
  readonly label: string;
  readonly logo: Logo | null;
  /** Waits until what was changed before is kept. */
  readonly before: () => Promise<unknown>;
  readonly onSaved: (answer: ActionState<SavedDraft>) => boolean;
};

/** A picture of the site: the one there is, and the ways to another one or none. It is sent as soon as it is chosen. */
export function LogoField({ siteId, slug, part, label, logo, before, onSaved }: Props) {
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (work: () => Promise<ActionState<SavedDraft>>) => {
    setBusy(true);
    setProblem(null);
    await before();
    const answer = await work().catch(
      (): ActionState<never> => ({ kind: "refused", message: "We could not reach the server.", fields: {} }),
    );
    setBusy(false);
    if (answer.kind === "done") onSaved(answer);
    else setProblem(problemOf(answer));
  };
  const send = (file: File) =>
    run(() => sendFile<SavedDraft>(`/dashboard/sites/${siteId}/branding/logo${part === "dark_logo" ? "?dark=yes" : ""}`, file));
  return (
    <div className="grid gap-2">
      <p className="text-sm font-medium" id={`${id}-name`}>
        {label}
      </p>
      {logo && (
        <div
          className={`grid min-h-20 place-items-center rounded-lg border border-line p-4 ${part === "logo" ? "bg-white" : "bg-[#1b1b20]"}`}
        >
          <img src={`/${slug}/logo?v=${logo.hash}`} alt={`${label}, as it is now`} className="max-h-12 max-w-full" />
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <label
          className={`${buttonLook("plain")} relative has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus`}
        >
          {busy ? "One moment …" : logo ? "Replace" : "Choose a picture"}
          <span className="sr-only">: {label}</span>
          <input
            type="file"
            accept="image/png,image/jpeg,image/webp"
            disabled={busy}
            aria-describedby={problem ? `${id}-problem` : undefined}
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file) send(file);
              target.value = "";
            }}
            className="absolute inset-0 w-full cursor-pointer opacity-0"
          />
        </label>
        {logo && (
          <Button look="quiet" disabled={busy} onClick={() => run(() => keepDraft(siteId, { [part]: null }))}>
            Remove<span className="sr-only"> {label}</span>
          </Button>
        )}
      </div>
      {problem && (
        <p role="alert" id={`${id}-problem`} className="text-sm text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
