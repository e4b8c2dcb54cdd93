import { listMailTexts } from "@/lib/core/mail-texts/list-mail-texts";
import { siteOfMails } from "@/lib/core/mail-texts/site-of-mails";
import { json, restRoute } from "@/lib/http/rest-route";
import { mailTextJson, mailTextsAnswer } from "@/lib/rest/mail-text";
import { readSiteParams } from "@/lib/rest/site";

export const GET = restRoute({
  operation: "listMailTexts",
  summary: "List a site’s own mail texts",
  description: "What the site says in its own words in the mails to its users. Every other mail, and every other language, is in ours.",
  credential: "api_token",
  scope: "sites:read",
  params: readSiteParams,
  responses: { 200: mailTextsAnswer },
  refusals: [404],
  async handle({ account, params }) {
    const texts = await listMailTexts(await siteOfMails(account, params.id));
    return json({ mail_texts: texts.map(mailTextJson) });
  },
});
