import { ChevronRight } from "lucide-react";

/** One day of a chart. `day` is a date such as `2030-12-31`. */
export type Bar = { readonly day: string; readonly count: number };

const WIDTH = 12;
const HEIGHT = 100;
const dayName = (day: string) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

/** Counts by day as bars, drawn on the server, and the same numbers as a table for whoever would rather read. */
export function BarChart({ what, bars }: { /** What is counted: "Sign-ups". */ what: string; bars: readonly Bar[] }) {
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const top = Math.max(1, ...bars.map(({ count }) => count));
  const [first, last] = [bars.at(0)?.day ?? "", bars.at(-1)?.day ?? ""];
  return (
    <figure className="grid gap-2">
      <figcaption className="flex items-baseline justify-between gap-4 text-sm text-soft">
        <span>
          <span className="text-2xl font-semibold text-ink tabular-nums">{total.toLocaleString("en")}</span> in {bars.length} days
        </span>
        <span>most on a day: {Math.max(0, ...bars.map(({ count }) => count)).toLocaleString("en")}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${what} by day from ${dayName(first)} to ${dayName(last)}: ${total} in all. The numbers are in the table below.`}
        viewBox={`0 0 ${bars.length * WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-36 w-full"
      >
        {bars.map(({ day, count }, index) => {
          const height = count === 0 ? 1 : Math.max(3, (count / top) * HEIGHT);
          return (
            <rect
              key={day}
              x={index * WIDTH + 1}
              y={HEIGHT - height}
              width={WIDTH - 2}
              height={height}
              className={count === 0 ? "fill-edge" : "fill-focus"}
            >
              <title>{`${dayName(day)}: ${count.toLocaleString("en")}`}</title>
            </rect>
          );
        })}
      </svg>
      <div aria-hidden className="flex justify-between text-xs text-soft">
        <span>{dayName(first)}</span>
        <span>today, {dayName(last)}</span>
      </div>
      <details className="group text-sm">
        <summary className="inline-flex min-h-8 items-center gap-1 rounded-md pr-2 text-soft hover:text-ink">
          <ChevronRight className="size-4 transition-transform group-open:rotate-90 motion-reduce:transition-none" aria-hidden /> As a table
        </summary>
        <table className="mt-2 w-full max-w-xs text-left tabular-nums">
          <caption className="sr-only">{what} by day, newest first</caption>
          <thead className="text-soft">
            <tr>
              <th scope="col" className="py-1 pr-4 font-medium">
                Day (UTC)
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                {what}
              </th>
            </tr>
          </thead>
          <tbody>
            {bars.toReversed().map(({ day, count }) => (
              <tr key={day} className="border-t border-line">
                <th scope="row" className="py-1 pr-4 font-normal">
                  {day}
                </th>
                <td className="py-1 text-right">{count.toLocaleString("en")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
