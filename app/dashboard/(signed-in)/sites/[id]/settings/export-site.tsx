"use client";

import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { TextArea, Tick } from "@/lib/ui/field";
import { useOperatorForm } from "../../../../use-operator-form";
import { exportSite } from "./actions";
import { ExportProgress } from "./export-progress";
import type { ExportSeen } from "./export-seen";

/** Takes a site along. `last`: the newest export of the site. */
export function ExportSite({ siteId, last }: { siteId: string; last: ExportSeen | null }) {
  const [shown, setShown] = useState(last);
  const [secrets, setSecrets] = useState(false);
  const { pending, onSubmit, fields, message } = useOperatorForm(
    (form) => exportSite(siteId, form),
    ({ begun }) => {
      setShown(begun);
      setSecrets(false);
    },
  );
  const isBusy = shown?.status === "pending" || shown?.status === "running";
  return (
    <div className="grid gap-5">
      {shown && <ExportProgress key={shown.id} begun={shown} onEnd={setShown} />}
      {!isBusy && (
        <form method="post" onSubmit={onSubmit} className="grid gap-4">
          {message && <Note tone="bad">{message}</Note>}
          <Tick
            label="With password hashes and the client secret"
            name="secrets"
            checked={secrets}
            onChange={(event) => setSecrets(event.target.checked)}
            hint="With them everybody signs in elsewhere with the password they have. Keep that file as safe as the passwords."
          />
          {secrets && (
            <TextArea
              label="Encrypt to a public key (optional)"
              name="recipient"
              placeholder="age1… or -----BEGIN PUBLIC KEY-----"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              problem={fields.recipient}
              hint="A key of age, or an RSA key or certificate in PEM. Only who has its private key opens the file."
              className="max-w-md [&_textarea]:font-mono [&_textarea]:text-sm"
            />
          )}
          <Button type="submit" disabled={pending} className="justify-self-start">
            {pending ? "Beginning …" : "Export this site"}
          </Button>
        </form>
      )}
    </div>
  );
}
