/** How long a wait is, as people say it: "in 40 seconds", "in 9 minutes", "in 2 hours". Never less than it is. */
export function waitText(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole <= 59) return inUnits(whole, "second");
  if (whole <= 5_400) return inUnits(Math.ceil(whole / 60), "minute");
  return inUnits(Math.ceil(whole / 3_600), "hour");
}

const inUnits = (count: number, unit: string) => `in ${count} ${unit}${count === 1 ? "" : "s"}`;
