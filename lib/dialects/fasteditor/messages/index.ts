import { de } from "./de";
import { en } from "./en";
import { fr } from "./fr";
import type { Messages } from "./messages";
import { nl } from "./nl";

/** Every language that FastEditor's users are spoken to in. */
export const MESSAGES: ReadonlyMap<string, Messages> = new Map(Object.entries({ en, nl, de, fr }));

/** The messages in a language as FastEditor names it: `en-gb` is `en`, and one that we do not speak is `en` too. */
export function messagesIn(language: string): Messages {
  const [primary = ""] = language.trim().toLowerCase().split(/[-_]/, 1);
  return MESSAGES.get(primary) ?? en;
}
