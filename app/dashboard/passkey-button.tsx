"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import type { ActionState } from "@/lib/http/operator-action";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { askForPasskey, useKnowsPasskeys } from "./browser-passkey";

/** What browsers do not tell apart: somebody gave up, waited too long, or has no passkey here. */
const NOT_USED = "No passkey was used. Try again, or go on without one.";

/** A challenge lives five minutes; one that is older than this is asked for anew. */
const FRESH_MS = 240_000;

/** What the page was made with, for the first use of it while it is fresh; asked for anew after that. */
export function usedOnce(given: string, again: () => Promise<string | null>): () => Promise<string | null> {
  let until = performance.now() + FRESH_MS;
  return async () => {
    const isFresh = performance.now() < until;
    until = 0;
    return isFresh ? given : again();
  };
}

/**
 * The button that asks for a passkey, where the browser knows them.
 *
 * @param alone nothing else is asked for: where the browser does not know passkeys, that is said
 * @param options what to ask the browser for, as JSON; null: nothing is to be asked for
 * @param send tells the server what the browser answered
 */
export function PasskeyButton({
  alone = false,
  options,
  send,
  onDone,
  onProblem,
  children,
}: {
  alone?: boolean;
  options: () => Promise<string | null>;
  send: (answer: string) => Promise<ActionState>;
  onDone: () => void;
  onProblem: (problem: string | null) => void;
  children: string;
}) {
  const known = useKnowsPasskeys();
  const [pending, setPending] = useState(false);
  if (known === false && alone) return <Note tone="bad">This browser does not know passkeys. Use the one that you added yours in.</Note>;
  if (!known && !alone) return null;
  const use = async () => {
    setPending(true);
    onProblem(null);
    const asked = await options().catch(() => null);
    const answer = asked && (await askForPasskey(asked));
    const state = answer ? await send(answer).catch(() => null) : null;
    if (state?.kind === "done") return onDone();
    setPending(false);
    onProblem(state?.kind === "refused" ? state.message : NOT_USED);
  };
  return (
    <Button look={alone ? "primary" : "plain"} onClick={use} disabled={pending || !known} className="w-full">
      <KeyRound aria-hidden /> {children}
    </Button>
  );
}
