import { alone } from "@/lib/db/alone";
import { keysFile, readKeys, writeKeys } from "@/lib/db/keys";
import { countMadeByUnknownKeys } from "@/lib/db/sealed-values";
import { env, setEnv } from "@/lib/kernel/env";
import { invalid } from "@/lib/kernel/errors";
import { ringText } from "@/lib/kernel/secrets";
import { listKeys } from "./list-keys";
import { PASSING_COLUMNS } from "./sealed-columns";

/** What dropping a key came to. */
export type DroppedKey =
  /** The ring is in a file, and the key is no longer in it. */
  | { readonly kind: "dropped"; readonly id: string; readonly file: string }
  /** The ring is a setting, which is not ours to change: what to set on every instance. */
  | { readonly kind: "to_set"; readonly id: string; readonly ring: string };

/**
 * Takes an old key out of the ring, or says what the ring is without it. Nothing that it has sealed is left by then.
 *
 * @param anyway drops it also while there are sessions and recovery codes: they do not say which key they were made with, and those
 *   of this one end with it
 * @throws AppError `invalid` for a key that is not in the ring, for the one that seals, and while something needs it
 */
export async function dropSealingKey(
  id: unknown,
  { inSetting, anyway }: { readonly inSetting: boolean; readonly anyway: boolean },
): Promise<DroppedKey> {
  const key = (await listKeys()).find((listed) => listed.id === id);
  if (!key || key.state === "missing") throw invalid("id", "There is no key of this id in the ring: signin keys list");
  if (key.state === "current") throw invalid("id", `${key.id} is the key that seals: first signin keys rotate sealing`);
  const sealed = Object.entries(key.sealed);
  if (sealed.length > 0) throw invalid("id", stillSealed(key.id, sealed));
  const { sessions, codes } = await countMadeByUnknownKeys();
  if (!anyway && sessions + codes > 0) throw invalid("id", mayEnd(key.id, sessions, codes));
  const without = (ring: ReturnType<typeof env>["keys"]) => ring.filter((other) => other.id !== key.id);
  const { DATA_DIR, keys } = env();
  if (inSetting) return { kind: "to_set", id: key.id, ring: ringText(without(keys)) };
  const left = await alone("keys", async () => {
    // As they are in the file by now: somebody may have rotated meanwhile.
    const ring = without(await readKeys(keysFile(DATA_DIR)));
    await writeKeys(DATA_DIR, ringText(ring));
    return ring;
  });
  setEnv({ ...env(), keys: left });
  return { kind: "dropped", id: key.id, file: keysFile(DATA_DIR) };
}

const PASSING = new Set(PASSING_COLUMNS.map(({ table, column }) => `${table}.${column}`));

function stillSealed(id: string, sealed: readonly (readonly [place: string, count: number])[]): string {
  const places = sealed.map(([place, count]) => `  ${place}: ${count}${PASSING.has(place) ? " (gone after a day)" : ""}`);
  const resealable = sealed.some(([place]) => !PASSING.has(place));
  const help = resealable ? "Run signin keys reseal, then try again." : "Nothing has to be done but to wait.";
  return [`${id} has sealed values that only it opens; it stays. ${help}`, ...places].join("\n");
}

const mayEnd = (id: string, sessions: number, codes: number) =>
  `Nothing is sealed with ${id}, but ${sessions} sessions and ${codes} recovery codes do not say which key they were made with. Those of ${id} ` +
  "end with it: the sessions whose token was not renewed and the codes that were not made anew since another key seals. " +
  "--anyway drops it all the same.";
