"use client";

import { type FormEvent, useState } from "react";
import type { ActionState } from "@/lib/http/operator-action";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { FactorFields } from "../../factor-fields";
import { PasskeyButton, usedOnce } from "../../passkey-button";
import { beginProof, proveAction } from "./actions";
import type { ProofWanted } from "./proof-wanted";

const UNREACHED: ActionState = { kind: "refused", message: "We could not reach the server. Try again in a moment.", fields: {} };

/**
 * Asks for the password, with a code where there is an app, or for a passkey, which alone is asked for where the password proves nothing.
 *
 * Not by `useOperatorForm`: the form behind the question waits in a transition, and React would show what came of this one with that one.
 */
export function ProveForm({ wanted: { email, password, code, passkey }, onDone }: { wanted: ProofWanted; onDone: () => void }) {
  const [state, setState] = useState<ActionState>({ kind: "idle" });
  const [busy, setBusy] = useState(false);
  const [options] = useState(() =>
    usedOnce(passkey ?? "", async () => {
      const again = await beginProof();
      return again.kind === "done" ? again.passkey : null;
    }),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const { fields, message } = state.kind === "refused" ? state : { fields: {} as Record<string, string>, message: null };
  const whole = problem ?? (Object.keys(fields).length === 0 ? message : null);
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    const answer = await proveAction(form).catch(() => UNREACHED);
    if (answer.kind === "done") return onDone();
    setState(answer);
    setBusy(false);
  };
  const sendPasskey = (credential: string) => {
    const form = new FormData();
    form.set("credential", credential);
    return proveAction(form);
  };
  return (
    <div className="grid gap-4">
      {whole && <Note tone="bad">{whole}</Note>}
      {password && (
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
      )}
      {passkey && (
        <PasskeyButton alone={!password} options={options} send={sendPasskey} onDone={onDone} onProblem={setProblem}>
          {password ? "Use a passkey instead" : "Use your passkey"}
        </PasskeyButton>
      )}
      {!password && !passkey && (
        <Note tone="bad">Your account requires a second step, and you have none yet. Sign out, and set one up when you sign in again.</Note>
      )}
    </div>
  );
}
