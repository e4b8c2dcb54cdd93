"use client";

import type { ActionState } from "@/lib/http/operator-action";
import type { QrPath } from "@/lib/kernel/qr-path";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { CopyButton } from "@/lib/ui/copy-button";
import { AppCodeField } from "./app-code-field";
import { useOperatorForm } from "./use-operator-form";

/** An app that is being set up, as a page shows it. `sealed` goes back with the form. */
export type ShownApp = { readonly secret: string; readonly uri: string; readonly sealed: string; readonly qr: QrPath };

/** How an authenticator app learns its secret, by picture, by hand, or on this device; and the code that shows it has. */
export function AppSetUp({
  app: { secret, uri, sealed, qr },
  action,
  onDone,
}: {
  app: ShownApp;
  action: (form: FormData) => Promise<ActionState<{ codes: string[] }>>;
  onDone: (done: { codes: string[] }) => void;
}) {
  const { state, pending, onSubmit, message } = useOperatorForm(action, onDone);
  const busy = pending || state.kind === "done";
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4">
      <input type="hidden" name="sealed" value={sealed} />
      <p className="text-sm text-soft">Scan this picture with an authenticator app on your phone.</p>
      <svg
        viewBox={qr.viewBox}
        role="img"
        aria-label="QR code for your authenticator app"
        shapeRendering="crispEdges"
        className="size-44 justify-self-center rounded-lg border border-line bg-white stroke-black"
      >
        <path d={qr.d} />
      </svg>
      <div className="grid gap-1 text-sm">
        <p className="text-soft">Or enter this key by hand:</p>
        <div className="flex items-center justify-between gap-2">
          <code className="min-w-0 font-mono break-words select-all">{secret.match(/.{1,4}/g)?.join(" ")}</code>
          <CopyButton text={secret} what="key" quiet />
        </div>
        <a href={uri} className="min-h-6 justify-self-start underline underline-offset-4">
          Open an app on this device
        </a>
      </div>
      {message && <Note tone="bad">{message}</Note>}
      <AppCodeField hint="The six digits that it shows now." />
      <Button type="submit" look="primary" disabled={busy}>
        {busy ? "Turning it on …" : "Turn it on"}
      </Button>
    </form>
  );
}
