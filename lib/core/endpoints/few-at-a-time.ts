const slot = Symbol.for("signin-fast.endpoint-calls");
type Holder = { [slot]?: Map<string, number> };

/**
 * Does some work for a site, unless as many pieces of that kind are under way for that site already, in this process.
 *
 * One customer's slow endpoint then holds eight connections of ours and no more.
 *
 * @returns null when nothing was done
 */
export async function fewAtATime<T>(siteId: bigint, work: () => Promise<T>, kind = "endpoint", most = 8): Promise<T | null> {
  const key = `${kind} ${siteId}`;
  const holder = globalThis as Holder;
  holder[slot] ??= new Map();
  const underWay = holder[slot];
  const before = underWay.get(key) ?? 0;
  if (before >= most) return null;
  underWay.set(key, before + 1);
  try {
    return await work();
  } finally {
    const left = (underWay.get(key) ?? 1) - 1;
    if (left > 0) underWay.set(key, left);
    else underWay.delete(key);
  }
}
