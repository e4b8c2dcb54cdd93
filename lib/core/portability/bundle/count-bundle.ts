import type { Snapshot } from "@/lib/db/snapshot";
import { BUNDLE_PARTS } from "./parts";

/** How many rows a bundle of the site has in all. */
export async function countBundle(snapshot: Snapshot): Promise<number> {
  let rows = 0;
  for (const part of BUNDLE_PARTS) rows += await part.count(snapshot);
  return rows;
}
