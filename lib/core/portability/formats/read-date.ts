/** ISO 8601, and what databases print: a blank for the T, a zone of two digits, `UTC`. */
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i;
/** From here on a number counts milliseconds: as seconds it would be the year 5138. */
const MILLISECONDS_FROM = 1e11;

/**
 * Reads a date as exports write it: a day, a time, or the number of seconds or milliseconds since 1970. A time without a zone is
 * UTC. Null when it is no date, or none from 1970 to 9999.
 */
export function readDate(written: string): Date | null {
  const text = written.trim();
  if (/^-?\d{1,16}(\.\d+)?$/.test(text)) return valid(Number(text) * (Math.abs(Number(text)) < MILLISECONDS_FROM ? 1000 : 1));
  const [, day, time = "00:00", zone = "Z"] = DATE.exec(text) ?? [];
  return day !== undefined && isDay(day) ? valid(`${day}T${time}${isoZone(zone)}`) : null;
}

function isoZone(zone: string): string {
  if (/^(z|utc)$/i.test(zone)) return "Z";
  const digits = zone.replace(":", "");
  return `${digits.slice(0, 3)}:${digits.slice(3) || "00"}`;
}

/** `Date` takes the 30th of February for the 1st of March. */
function isDay(day: string): boolean {
  return new Date(day).getUTCDate() === Number(day.slice(-2));
}

function valid(time: string | number): Date | null {
  const date = new Date(time);
  return date.getTime() >= 0 && date.getUTCFullYear() <= 9999 ? date : null;
}
