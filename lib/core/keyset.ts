import type { Position } from "@/lib/db/position";

/** A stretch of a list that is read from a place in it, without counting what lies before. `next` leads on; null: this is the end. */
export type Stretch<Row> = { readonly rows: Row[]; readonly next: string | null };

/** How many rows a page of the dashboard shows. */
export const STRETCH = 25;

/** A place in a list as it stands in an address. What cannot be one is the beginning: an address is edited by people. */
export function positionOf(after: unknown): Position | null {
  const [, key, id] = (typeof after === "string" && /^(\d{1,17})-(\d{1,17})$/.exec(after)) || [];
  return key === undefined || id === undefined ? null : { key, id: BigInt(id) };
}

/** Turns what was read, one row more than shown, into a stretch. */
export function stretchOf<Row extends { readonly position: Position }>(rows: Row[]): Stretch<Row> {
  const shown = rows.slice(0, STRETCH);
  const last = shown.at(-1)?.position;
  return { rows: shown, next: rows.length > STRETCH && last ? `${last.key}-${last.id}` : null };
}
