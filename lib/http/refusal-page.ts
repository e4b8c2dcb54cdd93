import type { SiteRow } from "@/lib/db/hot/site-by";
import type { HostedFrame, Problem } from "@/lib/hosted/view";
import type { AppError } from "@/lib/kernel/errors";
import { hostedResponse, view } from "./hosted-response";
import { isFault, REQUEST_ID_HEADER, report } from "./report";

/** A refusal as a form shows it: beside its fields where it names some, at the top where it does not. */
export function problemOf(error: AppError, request: Request): Problem {
  const fields = Object.fromEntries(error.issues.filter(({ path }) => path).map(({ path, message }) => [path, message]));
  // An issue without a field is about the whole form.
  const whole = error.issues.find(({ path }) => !path)?.message ?? error.message;
  return {
    status: error.status,
    form: Object.keys(fields).length > 0 ? null : whole,
    fields,
    code: error.code,
    retryAfterS: error.retryAfterS ?? null,
    reference: referenceOf(error, request),
  };
}

/** What the log calls the request, where the log says anything about it. */
const referenceOf = (error: AppError, request: Request) => (isFault(error) ? request.headers.get(REQUEST_ID_HEADER) : null);

const REFUSALS: Partial<Record<AppError["code"], { title: string; text: string }>> = {
  not_found: { title: "This page does not exist", text: "The address may be mistyped, or the site behind it may be gone." },
  forbidden_origin: {
    title: "This form was sent from another site",
    text: "Nothing was changed. Open the page itself and try again there.",
  },
  bad_request: { title: "We could not read that", text: "Nothing was changed. Go back and try again." },
  too_large: { title: "That was too much", text: "Nothing was changed. Go back and try again with less." },
  unsupported_media_type: { title: "We could not read that", text: "This page takes an HTML form." },
  method_not_allowed: { title: "This page takes no form", text: "Nothing was changed." },
  conflict: { title: "Somebody else was faster", text: "Nothing was changed. Go back and try again." },
  unknown_host: {
    title: "This host name is not served here",
    text: "The address may be mistyped, or its name may lead to the wrong server.",
  },
  invalid: { title: "We could not take that", text: "Nothing was changed. Go back and try again." },
  too_many_attempts: { title: "Too many attempts", text: "Nothing was changed. Try again later." },
  unavailable: { title: "We are busy just now", text: "Nothing was changed. Go back and send it again in a moment." },
};

/** What is our fault, and what is not but has no words of its own above. */
function wordsFor({ code, status, message }: AppError): { title: string; text: string } {
  const ours = { title: "Something went wrong on our side", text: "Nothing was lost. Try again in a moment." };
  return REFUSALS[code] ?? (status >= 500 ? ours : { title: message, text: "Nothing was changed. Go back and try again." });
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
  const { title, text } = wordsFor(error);
  const reference = referenceOf(error, request);
  const headers = error.retryAfterS === undefined ? undefined : { "retry-after": String(error.retryAfterS) };
  const step = view({ page: "notice", tone: "bad", title, text, action: null, reference, code: error.code }, error.status, headers);
  return hostedResponse(step, framed?.site ?? null, [], { frame: framed?.frame ?? null, to: null });
}
