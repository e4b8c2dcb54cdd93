import { isHashing } from "./hashing-queue";

const LOOK_EVERY_MS = 2;
/** So many times as long as it has worked it waits at the most. */
const PATIENCE = 6;
const LONGEST_MS = 100;

/**
 * What a source gives, while those who sign in go first: between two items it waits until nobody's password is being checked.
 *
 * It waits six times as long as it has worked at the most, so it keeps a seventh of its speed where somebody signs in all the time; and
 * all of it where nobody does. For work that would take a core for seconds, such as an export. It belongs at the source: what a buffer
 * behind it has ready seems to be no work.
 */
export async function* givingWay<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item> {
  let since = performance.now();
  for await (const item of source) {
    const now = performance.now();
    const until = now + Math.min(PATIENCE * (now - since), LONGEST_MS);
    while (isHashing() && performance.now() < until) await new Promise((over) => setTimeout(over, LOOK_EVERY_MS));
    since = performance.now();
    yield item;
  }
}
