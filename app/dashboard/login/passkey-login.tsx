"use client";

import { useEffect } from "react";
import { askForPasskey } from "../browser-passkey";
import { PasskeyButton } from "../passkey-button";
import { beginPasskeyAction, passkeyAction } from "./actions";

/** A challenge lives five minutes; what is offered is asked for anew before that. */
const FRESH_MS = 240_000;

const options = async () => {
  const answer = await beginPasskeyAction();
  return answer.kind === "done" ? answer.options : null;
};

/** A full load: what a page remembers of a stranger is gone. */
const goOn = () => window.location.assign("/dashboard");

/** Signing in with a passkey: by the button, and among what the browser fills in, for as long as the page is open. */
export function PasskeyLogin({ onProblem }: { onProblem: (problem: string | null) => void }) {
  useEffect(() => {
    const over = new AbortController();
    let renewal: ReturnType<typeof setTimeout> | undefined;
    let asked = new AbortController();
    const offer = async () => {
      if (!(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) return;
      const given = await options().catch(() => null);
      if (given === null || over.signal.aborted) return;
      renewal = setTimeout(() => {
        asked.abort();
        asked = new AbortController();
        void offer();
      }, FRESH_MS);
      const { signal } = asked;
      const answer = await askForPasskey(given, { mediation: "conditional", signal });
      if (answer === null || signal.aborted) return;
      const state = await passkeyAction(answer).catch(() => null);
      if (state?.kind === "done") goOn();
      else onProblem(state?.kind === "refused" ? state.message : "We could not reach the server. Try again in a moment.");
    };
    void offer();
    return () => {
      over.abort();
      asked.abort();
      clearTimeout(renewal);
    };
  }, [onProblem]);
  return (
    <div className="border-t border-line pt-4 empty:hidden">
      <PasskeyButton options={options} send={passkeyAction} onDone={goOn} onProblem={onProblem}>
        Use a passkey
      </PasskeyButton>
    </div>
  );
}
