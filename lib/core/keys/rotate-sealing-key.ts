import { setTimeout as pause } from "node:timers/promises";
import { alone } from "@/lib/db/alone";
import { KEYS_READ_MS, keysFile, readKeys, writeKeys } from "@/lib/db/keys";
import { env, setEnv } from "@/lib/kernel/env";
import { newKey, readKey, ringText } from "@/lib/kernel/secrets";

/** What a rotation came to. */
export type RotatedRing =
  /** The ring is in a file, and the new key seals. */
  | { readonly kind: "rotated"; readonly id: string; readonly file: string }
  /** The ring is a setting, which is not ours to change: what to set first, on every instance, and what second. */
  | { readonly kind: "to_set"; readonly id: string; readonly first: string; readonly second: string };

/**
 * Gives the installation a new key that seals, and that the keys of cookies, codes and refresh tokens are made of. The old ones
 * go on opening.
 *
 * The new key is known everywhere before it seals anything: a server that runs reads the file anew, and gets the time to do so.
 *
 * @param settings whether SIGNIN_KEYS is set
 */
export async function rotateSealingKey({ inSetting }: { readonly inSetting: boolean }, readMs = KEYS_READ_MS): Promise<RotatedRing> {
  const added = newKey();
  const key = readKey(added);
  const { keys, DATA_DIR } = env();
  if (inSetting) return { kind: "to_set", id: key.id, first: ringText([...keys, key]), second: ringText([key, ...keys]) };
  const ring = await alone("keys", async () => {
    // As they are in the file by now: whoever else rotates was first, and what their key has sealed by now has to open.
    const others = await readKeys(keysFile(DATA_DIR));
    await writeKeys(DATA_DIR, ringText([...others, key]));
    await pause(readMs);
    await writeKeys(DATA_DIR, ringText([key, ...others]));
    return [key, ...others];
  });
  setEnv({ ...env(), keys: ring });
  return { kind: "rotated", id: key.id, file: keysFile(DATA_DIR) };
}
