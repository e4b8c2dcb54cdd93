import type { Texts } from ".";
import { LANGUAGES } from "./languages";

/** How long ago something was, as people say it: "40 seconds ago", "2 minutes ago". */
export function agoText({ language }: Texts, seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const inUnits = new Intl.RelativeTimeFormat(LANGUAGES[language].locale);
  return whole <= 59 ? inUnits.format(-whole, "second") : inUnits.format(-Math.floor(whole / 60), "minute");
}
