import { deleteMailText } from "@/lib/core/mail-texts/delete-mail-text";
import { getMailText } from "@/lib/core/mail-texts/get-mail-text";
import { setMailText } from "@/lib/core/mail-texts/set-mail-text";
import { siteOfMails } from "@/lib/core/mail-texts/site-of-mails";
import { json, restRoute } from "@/lib/http/rest-route";
import { mailTextAnswer, mailTextBody, mailTextJson, mailTextParams } from "@/lib/rest/mail-text";
import { messageShape } from "@/lib/rest/shapes";

export const GET = restRoute({
  operation: "getMailText",
  summary: "Read the text of a mail",
  description: "The site’s own words in one mail and one language. null: it says nothing of its own there.",
  credential: "api_token",
  scope: "sites:read",
  params: mailTextParams,
  responses: { 200: mailTextAnswer },
  refusals: [404],
  async handle({ account, params: { id, ...which } }) {
    const { db } = await siteOfMails(account, id);
    return json({ mail_text: mailTextJson(await getMailText(db, which)) });
  },
});

export const PUT = restRoute({
  operation: "setMailText",
  summary: "Set the text of a mail",
  description:
    "Plain text; what you leave out is said in ours. {site} and {duration} stand for themselves, where the mail knows them. Links, codes and what to do “if this wasn’t you” stay ours.",
  credential: "api_token",
  scope: "sites:write",
  params: mailTextParams,
  body: mailTextBody,
  responses: { 200: mailTextAnswer },
  refusals: [400, 404, 422],
  async handle({ account, params: { id, ...which }, body }) {
    const site = await siteOfMails(account, id);
    return json({ mail_text: mailTextJson(await setMailText(site, which, body.mail_text)) });
  },
});

export const DELETE = restRoute({
  operation: "deleteMailText",
  summary: "Reset the text of a mail",
  description: "The mail is in our words again.",
  credential: "api_token",
  scope: "sites:write",
  params: mailTextParams,
  responses: { 200: messageShape },
  refusals: [404],
  async handle({ account, params: { id, ...which } }) {
    await deleteMailText(await siteOfMails(account, id), which);
    return json({ message: "Mail text reset" });
  },
});
