import { mailTextRef } from "@/lib/core/mail-texts/mail-text-ref";
import { wordsField } from "@/lib/core/mail-texts/words";
import { requireSite } from "@/lib/core/sites/require-site";
import { sampleMail } from "@/lib/jobs/sample-mail";
import { checkFields } from "@/lib/kernel/fields";
import { idParam } from "@/lib/rest/shapes";
import { operatorRoute } from "./operator-route";

const POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; sandbox";

/**
 * A mail of a site as it will be with the words that the query brings: the real one, in the light it asks for, or as plain text.
 *
 * SECURITY: for operators of the account. It runs nothing, loads nothing but our logo, and is framed by the dashboard only.
 */
export const mailPreview = operatorRoute([200, 422], async ({ operator, ...account }, { id }, request) => {
  const site = await requireSite(account, idParam.catch(0n).parse(id));
  const query = new URL(request.url).searchParams;
  const ref = mailTextRef(query.get("mail"), query.get("language"));
  const given = { subject: query.get("subject"), heading: query.get("heading"), body: query.get("body") };
  const { subject, text, html } = await sampleMail(site, operator.email, { ...ref, words: checkFields(wordsField(ref.kind), given) });
  const lit = html.replaceAll("@media (prefers-color-scheme:dark)", query.get("scheme") === "dark" ? "@media all" : "@media not all");
  const [body, type] = query.get("part") === "text" ? [`${subject}\n\n${text}`, "text/plain"] : [lit, "text/html"];
  const headers = { "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY, "cache-control": "no-store" };
  return new Response(body, { headers: { ...headers, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" } });
});
