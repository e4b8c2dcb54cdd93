import { greeting, type Letter } from "./letter";

/** The plain-text part: the whole letter, for readers, screen readers and mail programs that want no HTML. */
export function plainText(letter: Letter): string {
  const { heading, opening, facts = [], added = [], button, code, other, notes, calm, sender } = letter;
  const blocks = [
    heading,
    greeting(letter),
    opening,
    facts.join("\n"),
    ...added,
    button && `${button.label}:\n${button.link}`,
    code && `${code.lead}\n\n    ${code.digits}`,
    other && `${other.lead} ${other.label}:\n${other.link}`,
    ...notes,
    calm,
    `-- \n${sender}`,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}
