import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { fields } from "@/lib/kernel/fields";
import { log } from "@/lib/kernel/log";
import { unseal } from "@/lib/kernel/secrets";
import { dial } from "@/lib/outgoing/dial";
import type { Aside } from "../passwords/hashing-queue";
import { type EndpointKind, endpointColumns, endpointKeyContext } from "./endpoint";
import { fewAtATime } from "./few-at-a-time";

/** What an endpoint is told, in its own words (FastEditor's). */
export type Question = {
  readonly userName: string;
  readonly password: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly language: string;
};

/** What came of asking. */
export type Reply =
  /** `id` is the user's in the customer's system, and unique in the site alone. */
  | { readonly kind: "accepted"; readonly id: string; readonly firstName: string | null; readonly lastName: string | null }
  /** `message` is the customer's word to the visitor. It is text, never markup. */
  | { readonly kind: "refused"; readonly message: string | null }
  /** Nobody answered, or nothing that could be believed. */
  | { readonly kind: "no_answer" };

const STATUS_ACCEPTED = 201;
const MAX_MESSAGE = 300;

/** What cannot be shown, or would change how what stands around it is read. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Z}]+/gu;

const id = z
  .preprocess((value) => (Number.isSafeInteger(value) ? String(value) : value), fields.externalId)
  .refine((text) => text !== null)
  .transform(String);
/** What is optional and wrong is as if it were not there. */
const name = fields.personName.catch(null);
const accepted = z.object({ id, firstName: name, lastName: name });
const refusal = z.object({ message: z.string().transform(shown).catch("") }).catch({ message: "" });

/**
 * Asks a site's own user system about somebody who is at our form, once.
 *
 * SECURITY: this is where a visitor's password leaves us. It goes to the one address that the customer named, over the
 * guarded dialer, and nowhere else: no job, no retry, no row, no log line ever holds it. Whatever comes back is a stranger's
 * word: only a 201 with an id counts, and all else of it is optional.
 *
 * @param aside what the form gives up its place with while we wait
 * @returns null when the site names no such endpoint
 */
export async function askEndpoint(site: SiteContext, kind: EndpointKind, question: Question, aside: Aside): Promise<Reply | null> {
  const row = await site.db.site.findFirst({ select: endpointColumns });
  const [url, sealed] =
    kind === "signup" ? [row?.signupEndpointUrl, row?.signupEndpointKeySealed] : [row?.signInEndpointUrl, row?.signInEndpointKeySealed];
  if (!url) return null;
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    ...(sealed ? { "x-api-key": unseal(sealed, endpointKeyContext(kind, site.scope.siteId)) } : {}),
  };
  const call = { url, method: "POST", headers, body: JSON.stringify(question) } as const;
  const outcome = await aside(() => fewAtATime(site.scope.siteId, () => dial(call)));
  if (outcome?.kind !== "answered") return noAnswer(site, kind, outcome ?? { reason: "too_many_calls", code: null });
  if (outcome.status >= 400) return { kind: "refused", message: refusal.parse(json(outcome.body)).message || null };
  if (outcome.status !== STATUS_ACCEPTED) return noAnswer(site, kind, { reason: "unexpected_status", code: String(outcome.status) });
  const answer = accepted.safeParse(json(outcome.body));
  return answer.success ? { kind: "accepted", ...answer.data } : noAnswer(site, kind, { reason: "unexpected_body", code: null });
}

function noAnswer(site: SiteContext, kind: EndpointKind, { reason, code }: { reason: string; code: string | null }): Reply {
  log.warn({ site_id: String(site.scope.siteId), endpoint: kind, reason, cause: code }, "a site's endpoint gave no usable answer");
  return { kind: "no_answer" };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function shown(message: string): string {
  const text = message
    .slice(0, 4 * MAX_MESSAGE)
    .replace(UNSHOWABLE, " ")
    .trim();
  return [...text].slice(0, MAX_MESSAGE).join("");
}
