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

test("that mails fail is told in words: why, since when, what becomes of them and what to do", () => {
  expect(sentences("unreachable")).toEqual([
    "Mails to operators do not arrive: the mail server cannot be reached.",
    "It began 3 hours ago; the last try was just now. What waits is sent once it works again, unless its link or code is over by then. Whoever runs this installation finds the cause in its log, or with signin doctor. Call somebody",
  ]);
  expect(sentences("refused")[1]).toContain("What is refused is not sent again: who waits for a mail has to ask for another.");
  expect(new Set(MAIL_FAILURES.map((reason) => sentences(reason)[0])).size).toBe(MAIL_FAILURES.length);
});
