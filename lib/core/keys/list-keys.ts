import { countSealed } from "@/lib/db/sealed-values";
import { env } from "@/lib/kernel/env";
import { PASSING_COLUMNS, SEALED_COLUMNS } from "./sealed-columns";

/** A key of the ring, or one that is missing from it and still needed. */
export type ListedKey = {
  readonly id: string;
  /** `current` seals and opens, `old` opens; `missing` is not in the ring, and what it sealed cannot be read. */
  readonly state: "current" | "old" | "missing";
  /** How many values it has sealed, by `table.column`. */
  readonly sealed: Readonly<Record<string, number>>;
};

/** The keys of the ring, the one that seals first, and what each of them is needed for. It reads all of the tables. */
export async function listKeys(): Promise<ListedKey[]> {
  const byKey = new Map<string, Record<string, number>>(env().keys.map(({ id }) => [id, {}]));
  for (const place of [...SEALED_COLUMNS, ...PASSING_COLUMNS]) {
    for (const { id, count } of await countSealed(place)) {
      const sealed = byKey.get(id) ?? {};
      sealed[`${place.table}.${place.column}`] = count;
      byKey.set(id, sealed);
    }
  }
  const [current] = env().keys;
  const known = new Set(env().keys.map(({ id }) => id));
  return [...byKey].map(([id, sealed]) => ({ id, state: id === current?.id ? "current" : known.has(id) ? "old" : "missing", sealed }));
}
