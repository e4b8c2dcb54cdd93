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
  const whole = Math.max(0, Math.floor(seconds));
  const [unit, length] = UNITS.find(([, length]) => whole >= length) ?? ["second", 1];
  return format.format(-Math.floor(whole / length), unit);
}
