/** How many calls of one site are under way at a time, in this process. */
const MOST = 8;

const slot = Symbol.for("signin-fast.endpoint-calls");
type Holder = { [slot]?: Map<bigint, number> };

/**
 * Does some work for a site, unless eight pieces of it are under way for that site already.
 *
 * One customer's slow endpoint then holds eight connections of ours and no more.
 *
 * @returns null when nothing was done
 */
export async function fewAtATime<T>(siteId: bigint, work: () => Promise<T>): Promise<T | null> {
  const holder = globalThis as Holder;
  holder[slot] ??= new Map();
  const underWay = holder[slot];
  const before = underWay.get(siteId) ?? 0;
  if (before >= MOST) return null;
  underWay.set(siteId, before + 1);
  try {
    return await work();
  } finally {
    const left = (underWay.get(siteId) ?? 1) - 1;
    if (left > 0) underWay.set(siteId, left);
    else underWay.delete(siteId);
  }
}
