"use client";

import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { FactorFields } from "../../factor-fields";
import { PasskeyButton } from "../../passkey-button";
import { useOperatorForm } from "../../use-operator-form";
import { type ProofWanted, proveAction } from "./actions";

/** Asks for the password, with a code where there is an app, or for a passkey. */
export function ProveForm({ wanted: { email, code, passkey }, onDone }: { wanted: ProofWanted; onDone: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const { state, pending, onSubmit, fields, message } = useOperatorForm(proveAction, onDone);
  const busy = pending || state.kind === "done";
  const whole = problem ?? (Object.keys(fields).length === 0 ? message : null);
  const sendPasskey = (credential: string) => {
    const form = new FormData();
    form.set("credential", credential);
    return proveAction(form);
  };
  return (
    <div className="grid gap-4">
      {whole && <Note tone="bad">{whole}</Note>}
      <form method="post" onSubmit={onSubmit} className="grid gap-4">
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <Field
          label="Your password"
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          required
          autoFocus
          problem={fields.currentPassword?.replace("Current password", "Password")}
        />
        {code && <FactorFields problems={fields} />}
        <Button type="submit" look="primary" disabled={busy} className="w-full">
          {busy ? "Looking …" : "Confirm"}
        </Button>
      </form>
      {passkey && (
        <PasskeyButton options={async () => passkey} send={sendPasskey} onDone={onDone} onProblem={setProblem}>
          Use a passkey instead
        </PasskeyButton>
      )}
    </div>
  );
}
