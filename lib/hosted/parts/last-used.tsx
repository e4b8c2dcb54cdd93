import type { Texts } from "@/lib/texts";

/** A badge on the button of the way by which this browser signed in last. It takes no room of its own. */
export function LastUsed({ t, last, way }: { t: Texts; last: string | null | undefined; way: string }) {
  return last === way ? <span className="last"> {t.ways.lastUsed}</span> : null;
}
