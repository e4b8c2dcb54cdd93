import type { Witness } from "../seen-request";

/** Upper ends of the classes of durations, in seconds. */
export const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

/** The requests of one route with one class of statuses; `buckets` are not cumulative, and the last is for what took longer. */
type Series = { count: number; sumS: number; readonly buckets: number[] };

/** 0 is for those whose sender left. */
const CLASSES = ["none", "1xx", "2xx", "3xx", "4xx", "5xx"] as const;

/**
 * How many requests each route answered, how, and in what time.
 *
 * prom-client's own histogram looks its labels up by a text that it makes for each request, which costs a twentieth of a small
 * answer. These are found by the route's pattern; prom-client writes them.
 */
export class RequestFigures {
  readonly #byRoute = new Map<string, (Series | undefined)[]>();

  readonly witness: Witness = ({ route, status, ms }) => {
    const byClass = this.#byRoute.get(route) ?? [];
    if (byClass.length === 0) this.#byRoute.set(route, byClass);
    const at = Math.floor(status / 100);
    const one = byClass[at] ?? { count: 0, sumS: 0, buckets: new Array(BUCKETS_S.length + 1).fill(0) };
    byClass[at] = one;
    const seconds = ms / 1000;
    one.count += 1;
    one.sumS += seconds;
    let bucket = 0;
    while (seconds > (BUCKETS_S[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1;
    one.buckets[bucket] = (one.buckets[bucket] ?? 0) + 1;
  };

  /** As prom-client's registry asks for them. */
  get() {
    const name = "signin_http_request_duration_seconds";
    return { name, help: "Requests by route and class of status.", type: "histogram", aggregator: "sum", values: this.#values(name) };
  }

  #values(name: string) {
    return [...this.#byRoute].flatMap(([route, byClass]) =>
      byClass.flatMap((series, at) => (series ? valuesOf(name, { route, status: CLASSES[at] ?? "none" }, series) : [])),
    );
  }
}

function valuesOf(name: string, labels: Readonly<Record<string, string>>, { count, sumS, buckets }: Series) {
  let below = 0;
  const ends = [...BUCKETS_S.map(String), "+Inf"];
  return [
    ...buckets.map((inBucket, index) => {
      below += inBucket;
      return { metricName: `${name}_bucket`, labels: { ...labels, le: ends[index] }, value: below };
    }),
    { metricName: `${name}_sum`, labels, value: sumS },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
