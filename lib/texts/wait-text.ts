import type { Texts } from ".";
import { LANGUAGES } from "./languages";

/** How long a wait is, as people say it: "in 40 seconds", "in 9 minutes", "in 2 hours". Never less than it is. */
export function waitText({ language }: Texts, seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  const format = new Intl.RelativeTimeFormat(LANGUAGES[language].locale);
  // In Arabic `Intl` says "within": that would be to try at once.
  const inUnits = (count: number, unit: Intl.RelativeTimeFormatUnit) => format.format(count, unit).replace("خلال", "بعد");
  if (whole <= 59) return inUnits(whole, "second");
  if (whole <= 5_400) return inUnits(Math.ceil(whole / 60), "minute");
  return inUnits(Math.ceil(whole / 3_600), "hour");
}
