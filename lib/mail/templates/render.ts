import { createElement } from "react";
import { type Letterhead, PLAIN } from "@/lib/mail/letterhead";
import type { RenderedMail } from "@/lib/mail/mail";
import { Layout } from "./layout";
import { type Letter, linksOf } from "./letter";
import { plainText } from "./plain-text";

/** Outlook on Windows knows no max-width: this table is for it alone. React cannot write comments, so they replace two marks. */
const GHOST_TABLE = {
  '<wbr data-ghost="open"/>':
    '<!--[if mso]><table role="presentation" width="520" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->',
  '<wbr data-ghost="close"/>': "<!--[if mso]></td></tr></table><![endif]-->",
};

/**
 * Makes a mail of a letter: the HTML part, the plain-text part, and the list of what it links to.
 *
 * `react-dom/server` is imported when it is needed: a static import in a file that a route handler reaches fails the Next
 * build. SECURITY: everything in the letter is a text or an attribute of a React element, so it is escaped; the marks
 * replaced below are elements, which no text can spell.
 */
export async function render(letter: Letter, head: Letterhead = PLAIN): Promise<RenderedMail> {
  const { renderToStaticMarkup } = await import("react-dom/server");
  const markup = renderToStaticMarkup(createElement(Layout, { letter, head }));
  const html = Object.entries(GHOST_TABLE).reduce(
    (done, [mark, comment]) => done.replace(mark, () => comment),
    `<!DOCTYPE html>${markup}\n`,
  );
  return {
    to: letter.to,
    ...(head.senderName && { senderName: head.senderName }),
    ...(head.replyTo && { replyTo: head.replyTo }),
    subject: letter.subject,
    text: plainText(letter),
    html,
    links: linksOf(letter),
    code: letter.code?.digits ?? null,
  };
}
