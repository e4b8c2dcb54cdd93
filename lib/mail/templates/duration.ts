/** A number of minutes in words, as people say it: "90 minutes", "1 hour", "24 hours", "7 days". */
export function duration(minutes: number): string {
  const whole = Math.max(1, Math.floor(minutes));
  if (whole % 1440 === 0 && whole > 1440) return `${whole / 1440} days`;
  const [count, unit] = whole % 60 === 0 ? [whole / 60, "hour"] : [whole, "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
