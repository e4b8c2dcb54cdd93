"use client";

import { type FormEvent, startTransition, useActionState } from "react";
import type { ActionState } from "@/lib/http/operator-action";
import { useProof } from "./proof-context";

/**
 * A form of the dashboard that runs a server action. What was typed stays when it is refused: a form's own `action` would
 * empty it. Where the operator has to show first that it is they, they are asked, and the same is sent again.
 *
 * @param onDone is told what the action answered: to go on, to say so, to close a dialog. Actions do not redirect.
 */
export function useOperatorForm<Done extends object>(
  action: (form: FormData) => Promise<ActionState<Done>>,
  onDone?: (done: Done) => void,
) {
  const prove = useProof();
  const [state, submit, pending] = useActionState(
    async (_: ActionState<Done>, form: FormData): Promise<ActionState<Done>> => {
      const send = () =>
        action(form).catch(
          (): ActionState<Done> => ({ kind: "refused", message: "We could not reach the server. Try again in a moment.", fields: {} }),
        );
      let answer = await send();
      if (answer.kind === "refused" && answer.prove) {
        if (!(await prove())) return { kind: "idle" };
        answer = await send();
      }
      if (answer.kind === "done") onDone?.(answer);
      return answer;
    },
    { kind: "idle" },
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    startTransition(() => submit(form));
  };
  const refused = state.kind === "refused" ? state : null;
  return { state, pending, onSubmit, fields: refused?.fields ?? {}, message: refused?.message ?? null };
}
