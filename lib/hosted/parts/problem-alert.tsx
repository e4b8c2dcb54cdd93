import type { ReactNode } from "react";
import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import { waitText } from "@/lib/texts/wait-text";
import type { Problem } from "../view";
import { Say } from "./say";

type AlertProps = {
  t: Texts;
  problem: Problem | null;
  /** The fields that stand on this page and speak for themselves. */
  fields: readonly string[];
  /** Where to get a new password instead of waiting. */
  resetHref?: string;
};

/**
 * What went wrong with a form as a whole. Silent when a field on the page says it: never both.
 *
 * A problem of a field that is not on the page, like a hidden one, is told here, so none goes unsaid.
 */
export function ProblemAlert({ t, problem, fields, resetHref }: AlertProps) {
  if (!problem || fields.some((name) => problem.fields[name])) return null;
  return (
    <div className="note bad" role="alert" id="problem">
      <p>{problemText(t, problem, resetHref)}</p>
      {problem.reference && <p>{fill(t.page.reference, { reference: problem.reference })}</p>}
    </div>
  );
}

function problemText(t: Texts, problem: Problem, resetHref?: string): ReactNode {
  const { status, form, retryAfterS } = problem;
  if (status === 429 && retryAfterS !== null) {
    const when = waitText(t, retryAfterS);
    if (!resetHref) return fill(t.problems.tooMany, { when });
    return <Say text={t.problems.tooManyOr} when={when} reset={<a href={resetHref}>{t.problems.resetYourPassword}</a>} />;
  }
  if (status === 503 && retryAfterS !== null) return fill(t.problems.busy, { when: waitText(t, retryAfterS) });
  return form ?? (Object.values(problem.fields).join(" ") || t.problems.other);
}
