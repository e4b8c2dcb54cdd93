import type { Texts } from ".";
import { LANGUAGES } from "./languages";

/** A number of minutes in words, as people say it: "90 minutes", "1 hour", "24 hours", "7 days". */
export function duration({ language }: Texts, minutes: number): string {
  const whole = Math.max(1, Math.floor(minutes));
  const inUnits = (count: number, unit: string) =>
    new Intl.NumberFormat(LANGUAGES[language].locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
  if (whole % 1440 === 0 && whole > 1440) return inUnits(whole / 1440, "day");
  return whole % 60 === 0 ? inUnits(whole / 60, "hour") : inUnits(whole, "minute");
}
