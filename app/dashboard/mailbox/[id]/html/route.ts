import { getMail } from "@/lib/core/mails/get-mail";
import { operatorRoute } from "@/lib/http/operator-route";
import { AppError } from "@/lib/kernel/errors";

/**
 * A kept mail as a mail program shows it, for the frame on its page.
 *
 * SECURITY: in a place of its own that runs no scripts, sends no forms and asks nobody for pictures, whatever the mail says.
 * A link opens beside the dashboard and not in the frame.
 */
export const GET = operatorRoute([200], async (operator, { id }) => {
  if (!/^[1-9]\d{0,15}$/.test(String(id))) throw new AppError("not_found");
  const { html } = await getMail(operator, { id: BigInt(String(id)) });
  return new Response(html.replace("<head>", '<head><base target="_blank">'), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
    },
  });
});
