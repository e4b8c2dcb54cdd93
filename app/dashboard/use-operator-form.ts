"use client";

import { type FormEvent, startTransition, useActionState } from "react";
import type { ActionState } from "@/lib/http/operator-action";

/**
 * A form of the dashboard that runs a server action. What was typed stays when it is refused: a form's own `action` would
 * empty it.
 *
 * @param onDone is told what the action answered: to go on, to say so, to close a dialog. Actions do not redirect.
 */
export function useOperatorForm<Done extends object>(
  action: (form: FormData) => Promise<ActionState<Done>>,
  onDone?: (done: Done) => void,
) {
  const [state, submit, pending] = useActionState(
    async (_: ActionState<Done>, form: FormData): Promise<ActionState<Done>> => {
      const answer = await action(form).catch(
        (): ActionState<Done> => ({ kind: "refused", message: "We could not reach the server. Try again in a moment.", fields: {} }),
      );
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
