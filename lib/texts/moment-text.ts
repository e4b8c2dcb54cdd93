import type { Texts } from ".";
import { LANGUAGES } from "./languages";

/** A day and a time, in UTC, as people write them: "14 March 2027 at 14:02". Says nothing of the time zone. */
export function momentText({ language }: Texts, at: Date): string {
  return new Intl.DateTimeFormat(LANGUAGES[language].locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(at);
}
