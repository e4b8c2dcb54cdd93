/** Largest p that counts as a difference, and how far the median may lie from 0 all the same, in milliseconds. */
const [MOST_P, MOST_MS] = [0.01, 1];

/** What paired times say: the chance of such ranks where nothing differs, the median difference, and its 95 % interval. */
export type Comparison = { readonly p: number; readonly medianMs: number; readonly lowMs: number; readonly highMs: number };

/**
 * Compares pairs of times, each as one time minus the other: Wilcoxon's signed-rank test, two-sided, with the normal approximation and its
 * correction for ties; the interval of the median is that of the ranks beside it, whatever the times' distribution.
 */
export function comparePairs(differencesMs: readonly number[]): Comparison {
  const sorted = differencesMs.toSorted((a, b) => a - b);
  const count = sorted.length;
  const at = (place: number) => sorted[Math.min(count - 1, Math.max(0, Math.round(place)))] as number;
  const half = (count - 1) / 2;
  const aside = 0.98 * Math.sqrt(count);
  return {
    p: signedRankP(differencesMs),
    medianMs: (at(Math.floor(half)) + at(Math.ceil(half))) / 2,
    lowMs: at(half - aside),
    highMs: at(half + aside),
  };
}

/** True where somebody who asks often enough would tell the two apart. */
export const tellsApart = ({ p, lowMs, highMs }: Comparison) => p <= MOST_P || lowMs < -MOST_MS || highMs > MOST_MS;

/** The p of Wilcoxon's signed-rank test (Biometrics Bulletin 1, 1945). Pairs without a difference are left out. */
function signedRankP(differences: readonly number[]): number {
  const sorted = differences.filter((difference) => difference !== 0).toSorted((a, b) => Math.abs(a) - Math.abs(b));
  const count = sorted.length;
  let [positive, ties] = [0, 0];
  for (let from = 0; from < count; ) {
    let to = from;
    while (to < count && Math.abs(sorted[to] as number) === Math.abs(sorted[from] as number)) to += 1;
    const tied = to - from;
    ties += tied ** 3 - tied;
    for (const difference of sorted.slice(from, to)) if (difference > 0) positive += (from + 1 + to) / 2;
    from = to;
  }
  const spread = Math.sqrt((count * (count + 1) * (2 * count + 1)) / 24 - ties / 48);
  return spread === 0 ? 1 : 2 * (1 - normalBelow(Math.abs(positive - (count * (count + 1)) / 4) / spread));
}

/** The standard normal distribution up to z (Abramowitz and Stegun 26.2.17, exact to 7.5e-8). */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
