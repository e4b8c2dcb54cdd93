/** ISO 8601, and what databases print: a blank for the T, a zone of two digits, `UTC`. */
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i;
/** From here on a number counts milliseconds: as seconds it would be the year 5138. */
const MILLISECONDS_FROM = 1e11;

/**
 * Reads a date as exports write it: a text, or a number of seconds or milliseconds since 1970. A time without a zone is
 * UTC. Null when it is no date.
 */
export function readDate(value: unknown): Date | null {
  const text = String(value).trim();
  if (/^-?\d{1,16}(\.\d+)?$/.test(text)) return valid(Number(text) * (Math.abs(Number(text)) < MILLISECONDS_FROM ? 1000 : 1));
  const [, day, time = "00:00", zone = "Z"] = DATE.exec(text) ?? [];
  return day === undefined ? null : valid(`${day}T${time}${isoZone(zone)}`);
}

function isoZone(zone: string): string {
  if (/^(z|utc)$/i.test(zone)) return "Z";
  const digits = zone.replace(":", "");
  return `${digits.slice(0, 3)}:${digits.slice(3) || "00"}`;
}

/** SECURITY: a day that does not exist is refused, and so is a year that no database column holds. */
function valid(time: string | number): Date | null {
  const date = new Date(time);
  return date.getTime() >= 0 && date.getUTCFullYear() <= 9999 ? date : null;
}
