import { listMails } from "@/lib/core/mails/list-mails";
import { requireMailbox } from "@/lib/core/mails/require-mailbox";
import { json, restRoute } from "@/lib/http/rest-route";
import { mailsJson, mailsQuery } from "@/lib/rest/mail";

/** The mailbox: the mails of one's own sites while no real transport is configured. */
export const GET = restRoute({
  credential: "api_token",
  scope: "secrets:read",
  query: mailsQuery,
  statuses: [200, 400, 404],
  async handle({ account, query }) {
    requireMailbox();
    return json(mailsJson(await listMails(account, query)));
  },
});
