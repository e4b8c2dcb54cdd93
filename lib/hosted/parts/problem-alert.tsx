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
  /** Where to get a code by mail, or else a new password, instead of waiting. */
  codeHref?: string | undefined;
  resetHref?: string | undefined;
};

/**
 * What went wrong with a form as a whole. Silent when a field on the page says it: never both.
 *
 * A problem of a field that is not on the page, like a hidden one, is told here, so none goes unsaid.
 */
export function ProblemAlert({ t, problem, fields, ...instead }: AlertProps) {
  if (!problem || fields.some((name) => problem.fields[name])) return null;
  return (
    <div className="note bad" role="alert" id="problem">
      <p>{problemText(t, problem, instead)}</p>
      {problem.reference && <p>{fill(t.page.reference, { reference: problem.reference })}</p>}
    </div>
  );
}

function problemText(t: Texts, problem: Problem, { codeHref, resetHref }: Pick<AlertProps, "codeHref" | "resetHref">): ReactNode {
  const { status, form, retryAfterS, code } = problem;
  if (status === 429 && retryAfterS !== null && code !== "mail_just_sent") {
    const when = waitText(t, retryAfterS);
    const instead = codeHref ?? resetHref;
    if (!instead) return fill(t.problems.tooMany, { when });
    const words = codeHref ? t.problems.getACode : t.problems.resetYourPassword;
    return <Say text={t.problems.tooManyOr} when={when} reset={<a href={instead}>{words}</a>} />;
  }
  if (status === 503 && retryAfterS !== null) return fill(t.problems.busy, { when: waitText(t, retryAfterS) });
  return form ?? (Object.values(problem.fields).join(" ") || t.problems.other);
}
