import type { Texts } from ".";
import { LANGUAGES } from "./languages";

/** How long a wait is, as people say it: "in 40 seconds", "in 9 minutes", "in 2 hours". Never less than it is. */
export function waitText({ language }: Texts, seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  const inUnits = new Intl.RelativeTimeFormat(LANGUAGES[language].locale);
  if (whole <= 59) return inUnits.format(whole, "second");
  if (whole <= 5_400) return inUnits.format(Math.ceil(whole / 60), "minute");
  return inUnits.format(Math.ceil(whole / 3_600), "hour");
}
