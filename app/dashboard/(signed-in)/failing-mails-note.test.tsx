import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { MAIL_FAILURES } from "@/lib/kernel/mail-failures";
import { FailingMailsNote } from "./failing-mails-note";

const HOUR_MS = 3_600_000;
const sentences = (reason: (typeof MAIL_FAILURES)[number]) => {
  const failing = { reason, tries: 1_200, since: new Date(Date.now() - 3 * HOUR_MS), lastAt: new Date() };
  const html = renderToStaticMarkup(<FailingMailsNote failing={failing} to="operators" action="Call somebody" />);
  expect(html).toContain('role="alert"');
  return html
    .replace(/<\/p>/g, "\n")
    .replace(/<[^>]+>/g, "")
    .trim()
    .split("\n");
};

test("that mails fail is told in words: since when, why, how often, what becomes of them and what to do", () => {
  expect(sentences("unreachable")).toEqual([
    "Mails to operators do not arrive: the mail server cannot be reached.",
    "No mail has gone out since this began 3 hours ago; 1,200 tries failed, the last one just now. What waits is tried again by itself, for as long as its link or code is good.",
    "Whoever runs this installation finds the cause in its log, or with signin doctor. Call somebody",
  ]);
  expect(sentences("refused")[1]).toMatch(/What is refused is not sent again: who waits for a mail has to ask for another\.$/);
  expect(new Set(MAIL_FAILURES.map((reason) => sentences(reason)[0])).size).toBe(MAIL_FAILURES.length);
});
