import type { SiteRow } from "@/lib/db/hot/site-by";
import type { HostedFrame, Problem } from "@/lib/hosted/view";
import type { AppError, Issue } from "@/lib/kernel/errors";
import { brokenRule } from "@/lib/kernel/field-rules";
import type { Texts } from "@/lib/texts";
import { hostedResponse, view } from "./hosted-response";
import { isFault, REQUEST_ID_HEADER, report } from "./report";
import { spokenTo } from "./spoken-to";

/** A refusal as a form shows it: beside its fields where it names some, at the top where it does not. */
export function problemOf(error: AppError, request: Request, t: Texts): Problem {
  const errors: Partial<Record<string, string>> = t.errors;
  const fields = Object.fromEntries(error.issues.filter(({ path }) => path).map((issue) => [issue.path, fieldProblem(issue, t)]));
  // An issue without a field is about the whole form.
  const whole = error.issues.find(({ path }) => !path)?.message ?? errors[error.code] ?? error.message;
  return {
    status: error.status,
    form: Object.keys(fields).length > 0 ? null : whole,
    fields,
    code: error.code,
    retryAfterS: error.retryAfterS ?? null,
    reference: referenceOf(error, request),
  };
}

/** What is wrong with a field, in its own words, those of the rule, or those that came with it: a customer's own system may have said them. */
function fieldProblem(issue: Issue, t: Texts): string {
  const rule = brokenRule(issue);
  const words: Partial<Record<string, string>> = t.fieldProblems;
  return rule === null ? issue.message : (words[`${issue.path}_${rule}`] ?? t.fieldProblems[rule]);
}

/** What the log calls the request, where the log says anything about it. */
const referenceOf = (error: AppError, request: Request) => (isFault(error) ? request.headers.get(REQUEST_ID_HEADER) : null);

/** The words of a code; what is our fault shares its own. */
function wordsFor({ code, status, message }: AppError, t: Texts): { title: string; text: string } {
  const titles: Partial<Record<string, string>> = t.refusalTitles;
  const texts: Partial<Record<string, string>> = t.refusalTexts;
  const kind = status >= 500 && titles[code] === undefined ? "ours" : code;
  const errors: Partial<Record<string, string>> = t.errors;
  return { title: titles[kind] ?? errors[kind] ?? message, text: texts[kind] ?? t.refusalTexts.other };
}

/** The frame of a customer's page, and whose. */
export type Framed = { readonly site: SiteRow; readonly frame: HostedFrame };

/**
 * A refusal that has no form to go back to, as a page of its own.
 *
 * @param framed where it stands in a frame: without it the browser would not show it there
 */
export async function refusalPage(error: AppError, request: Request, framed: Framed | null = null): Promise<Response> {
  report(error, request);
  const { t, uiLocales } = spokenTo(request);
  const reference = referenceOf(error, request);
  const isSameForAll = framed === null && reference === null && uiLocales === null;
  const { html, headers } = await (isSameForAll ? drawnOnce(error, t) : drawn(error, t, reference, framed, uiLocales));
  const retryAfter = error.retryAfterS === undefined ? null : { "retry-after": String(error.retryAfterS) };
  return new Response(html, { status: error.status, headers: { ...headers, ...retryAfter } });
}

type Drawn = { readonly html: string; readonly headers: Readonly<Record<string, string>> };

const slot = Symbol.for("signin-fast.drawn-refusals");
type Holder = { [slot]?: WeakMap<Texts, Map<string, Promise<Drawn>>> };

/**
 * A refusal that says the same to everybody, drawn once for each code and language. While a site is flooded these are most answers, and
 * drawing them would be what takes the cores from those who are served.
 */
function drawnOnce(error: AppError, t: Texts): Promise<Drawn> {
  const holder = globalThis as Holder;
  holder[slot] ??= new WeakMap();
  const ofLanguage = holder[slot].get(t) ?? new Map<string, Promise<Drawn>>();
  holder[slot].set(t, ofLanguage);
  const known = ofLanguage.get(error.code);
  if (known) return known;
  const now = drawn(error, t, null, null, null);
  ofLanguage.set(error.code, now);
  now.catch(() => ofLanguage.delete(error.code));
  return now;
}

async function drawn(error: AppError, t: Texts, reference: string | null, framed: Framed | null, uiLocales: string | null): Promise<Drawn> {
  const { title, text } = wordsFor(error, t);
  const step = view({ page: "notice", tone: "bad", title, text, action: null, reference, code: error.code }, error.status);
  const response = await hostedResponse(step, t, framed?.site ?? null, [], { frame: framed?.frame ?? null, to: null, uiLocales });
  return { html: await response.text(), headers: Object.fromEntries(response.headers) };
}
