"use client";

import { useSyncExternalStore } from "react";

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How long ago, in words: "3 hours ago". `now` in milliseconds. */
export function ago(date: Date, now: number): string {
  const seconds = (date.getTime() - now) / 1_000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  if (unit === "second") return seconds > 5 ? "in a moment" : "just now";
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

const everyMinute = (tick: () => void) => {
  const timer = setInterval(tick, 60_000);
  return () => clearInterval(timer);
};
const minute = () => Math.floor(Date.now() / 60_000);

/** A moment as people say it, with the exact one and its time zone on hover. `iso` is a UTC time. */
export function TimeAgo({ iso }: { iso: string }) {
  useSyncExternalStore(everyMinute, minute, minute);
  const date = new Date(iso);
  const exact = `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  return (
    <time dateTime={iso} title={exact} suppressHydrationWarning>
      {ago(date, Date.now())}
    </time>
  );
}
