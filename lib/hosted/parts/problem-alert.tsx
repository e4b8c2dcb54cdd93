import type { ReactNode } from "react";
import type { Problem } from "../view";
import { waitText } from "./wait-text";

type AlertProps = {
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
export function ProblemAlert({ problem, fields, resetHref }: AlertProps) {
  if (!problem || fields.some((name) => problem.fields[name])) return null;
  return (
    <div className="note bad" role="alert" id="problem">
      <p>{problemText(problem, resetHref)}</p>
      {problem.reference && <p>Reference: {problem.reference}</p>}
    </div>
  );
}

function problemText(problem: Problem, resetHref?: string): ReactNode {
  const { status, form, retryAfterS } = problem;
  if (status === 429 && retryAfterS !== null) {
    const lead = `Too many attempts. Try again ${waitText(retryAfterS)}`;
    if (!resetHref) return `${lead}.`;
    return (
      <>
        {lead}, or <a href={resetHref}>reset your password</a>.
      </>
    );
  }
  if (status === 503 && retryAfterS !== null) return `We are very busy just now. Try again ${waitText(retryAfterS)}.`;
  return form ?? (Object.values(problem.fields).join(". ") || "That did not work. Try again.");
}
