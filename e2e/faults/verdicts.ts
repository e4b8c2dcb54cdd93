import { isDeepStrictEqual } from "node:util";

/**
 * What the harnesses hold against what they have seen: each a list of what is wrong, none where all is well. They are apart from the
 * harnesses, so that a test can show each of them something that is wrong.
 */

/** An answer: its status, and whether it says when to come back. */
export type Answered = { readonly status: number; readonly later: boolean };

/** Whether an answer sends somebody away for now, as it should while something is missing. */
const isLater = ({ status, later }: Answered) => status === 503 && later;

const told = ({ status, later }: Answered) => `${status}${later ? " with" : " without"} a time to come back`;

/** What was seen while the database was away, and how long signing in took once it was back. */
export type Outage = {
  readonly live: ReadonlySet<number>;
  readonly ready: ReadonlySet<number>;
  readonly others: readonly Answered[];
  readonly isSameProcess: boolean;
  readonly backMs: number;
};

const BACK_MS = 5_000;

/** The process lives and says that it is not ready, everybody else is told to come back, and soon after all is well. */
export function outageFaults({ live, ready, others, isSameProcess, backMs }: Outage): string[] {
  const looked = live.size > 0 && ready.size > 0 && others.length > 0;
  return [
    ...(looked ? [] : ["nobody looked"]),
    ...[...live].filter((status) => status !== 200).map((status) => `it was ${status} when asked whether it lives`),
    ...[...ready].filter((status) => status !== 503).map((status) => `it was ${status} when asked whether it is ready`),
    ...new Set(others.filter((answer) => !isLater(answer)).map((answer) => `somebody was answered ${told(answer)}`)),
    ...(isSameProcess ? [] : ["the process is another one"]),
    ...(backMs > BACK_MS ? [`signing in took ${backMs} ms to come back`] : []),
  ];
}

/** A mail as a provider took it. */
export type Taken = { readonly to: string; readonly times: number; readonly bodies: ReadonlySet<string> };

/** Each mail arrives once, and is one. */
export const mailFaults = (mails: readonly Taken[]) =>
  mails.flatMap(({ to, times, bodies }) => [
    ...(times === 1 ? [] : [`a mail to ${to} came ${times} times`]),
    ...(bodies.size === 1 ? [] : [`a mail to ${to} came with ${bodies.size} bodies`]),
  ]);

/** Something that was written while the disk was full or nearly so, how that was answered, and what was read next. */
export type Write = {
  readonly wrote: object;
  readonly answered: Answered;
  readonly read: { readonly status: number; readonly found: object };
};

/** A write is taken or put off; what is read is always what was taken last. */
export function writeFaults(first: object, writes: readonly Write[]): string[] {
  let last = first;
  return writes.flatMap(({ wrote, answered, read }, index) => {
    if (answered.status === 200) last = wrote;
    return [
      ...(answered.status === 200 || isLater(answered) ? [] : [`write ${index} was answered ${told(answered)}`]),
      ...(read.status === 200 ? [] : [`the read after write ${index} was answered ${read.status}`]),
      ...(isDeepStrictEqual(read.found, last) ? [] : [`the read after write ${index} found something else than was written last`]),
    ];
  });
}

/** How often each status was the answer to a guess, how many guesses there were, and what those get that are not looked at. */
export type Spray = {
  readonly tally: ReadonlyMap<number, number>;
  readonly guesses: number;
  readonly mostCompared: number;
  readonly refusal: number;
};

/** So many guesses are compared and no more; each of the others is refused as it should be. */
export function sprayFaults({ tally, guesses, mostCompared, refusal }: Spray): string[] {
  const [compared = 0, refused = 0] = [tally.get(401), tally.get(refusal)];
  return [
    ...(compared > mostCompared ? [`${compared} passwords were compared, where ${mostCompared} may be`] : []),
    ...(compared + refused === guesses ? [] : [`${guesses - compared - refused} of ${guesses} guesses were answered otherwise`]),
  ];
}

/** What a process under everything at once answered, and the most memory that it had. */
export type Load = { readonly statuses: ReadonlySet<number>; readonly peakMb: number };

/** 0: the connection of a body that is refused is closed while it is sent. */
const UNDER_LOAD = new Set([0, 200, 202, 400, 409, 413, 422, 429, 503]);
const MOST_MB = 512;

/** It does or refuses what it is asked, and does not grow. */
export const loadFaults = ({ statuses, peakMb }: Load) => [
  ...(statuses.size > 0 ? [] : ["nobody asked anything"]),
  ...[...statuses].filter((status) => !UNDER_LOAD.has(status)).map((status) => `something was answered ${status}`),
  ...(peakMb < MOST_MB ? [] : [`it took ${peakMb.toFixed(0)} MB`]),
];
