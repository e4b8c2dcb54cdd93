/** A round that has taken so long is a slow one. */
const SLOW_MS = 2_000;
/** So many of them one account may have under way in this process, of the places that all share. */
const MOST_SLOW = 2;

const slot = Symbol.for("signin-fast.webhook-rounds");
type Holder = { [slot]?: Map<string, Set<Round>> };
type Round = { readonly beganMs: number };

function rounds(): Map<string, Set<Round>> {
  const holder = globalThis as Holder;
  holder[slot] ??= new Map();
  return holder[slot];
}

/**
 * Runs a round of sending for an account, unless as many of its own as are allowed are slow ones.
 *
 * SECURITY: an endpoint that takes its fifteen seconds and then answers well has not failed. A customer with a thousand of them would
 * hold all places for half an hour, and everybody else's would wait. Who is quick is never counted.
 *
 * @param places which of the places: those that fail have their own
 * @returns false, at once, where it did not run: it is to come back later
 */
export async function inRound(accountId: bigint, places: string, work: () => Promise<void>): Promise<boolean> {
  const key = `${places}:${accountId}`;
  const own = rounds().get(key) ?? new Set();
  const now = performance.now();
  if ([...own].filter(({ beganMs }) => now - beganMs > SLOW_MS).length >= MOST_SLOW) return false;
  const round = { beganMs: now };
  rounds().set(key, own.add(round));
  try {
    await work();
    return true;
  } finally {
    own.delete(round);
    if (own.size === 0 && rounds().get(key) === own) rounds().delete(key);
  }
}
