import { listMails } from "@/lib/core/mails/list-mails";
import { requireMailbox } from "@/lib/core/mails/require-mailbox";
import { json, restRoute } from "@/lib/http/rest-route";
import { mailsAnswer, mailsJson, mailsQuery } from "@/lib/rest/mail";

/** The mailbox: the mails of one's own sites while no real transport is configured. */
export const GET = restRoute({
  operation: "listMails",
  summary: "List kept mails",
  description:
    "The newest hundred mails to your sites’ users, newest first, as long as none are really sent: 404 once a mail transport is configured.",
  credential: "api_token",
  scope: "secrets:read",
  query: mailsQuery,
  responses: { 200: mailsAnswer },
  refusals: [400, 404],
  async handle({ account, query }) {
    requireMailbox();
    return json(mailsJson(await listMails(account, query)));
  },
});
