import type { Texts } from ".";
import { LANGUAGES } from "./languages";

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** How long ago something was, as people say it: "2 hours ago", "yesterday", "now". Needs no time zone. */
export function agoText({ language }: Texts, seconds: number): string {
  const format = new Intl.RelativeTimeFormat(LANGUAGES[language].locale, { numeric: "auto" });
  const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? ["second", Number.POSITIVE_INFINITY];
  return format.format(-Math.floor(seconds / length), unit);
}
