import { dropSealingKey } from "@/lib/core/keys/drop-sealing-key";
import { type ListedKey, listKeys } from "@/lib/core/keys/list-keys";
import { requireOwnKeys } from "@/lib/core/keys/require-own-keys";
import { reseal } from "@/lib/core/keys/reseal";
import { rotateSealingKey } from "@/lib/core/keys/rotate-sealing-key";
import { rotateSigningKeys } from "@/lib/core/keys/rotate-signing-keys";
import { readSettings } from "@/lib/kernel/env";
import { newKey } from "@/lib/kernel/secrets";
import type { Command } from "./command";

/** The commands about keys. */
export const KEY_COMMANDS: Record<string, Command> = {
  "keys generate": {
    needsDatabase: false,
    async run() {
      const key = newKey();
      return { result: { signin_keys: key }, text: key };
    },
  },
  "keys list": {
    needsDatabase: true,
    async run() {
      const keys = await listKeys();
      return { result: { keys }, text: keys.map(told).join("\n") };
    },
  },
  "keys rotate sealing": {
    needsDatabase: true,
    async run() {
      await requireOwnKeys();
      const rotated = await rotateSealingKey({ inSetting: readSettings(process.env).SIGNIN_KEYS !== undefined });
      if (rotated.kind === "rotated") {
        const { id, file } = rotated;
        return {
          result: { id, file },
          text: `${id} seals from now on; the ring is in ${file}. Keep a copy of it, then: npm run -s signin -- keys reseal`,
        };
      }
      const { id, first, second } = rotated;
      return {
        result: { id, signin_keys_first: first, signin_keys_second: second },
        text: [
          "The ring is set by SIGNIN_KEYS. Set this on every instance, and restart them one by one:",
          `  ${first}`,
          `When all of them know ${id}, set this, restart them once more, and run keys reseal:`,
          `  ${second}`,
        ].join("\n"),
      };
    },
  },
  "keys rotate signing": {
    needsDatabase: true,
    async run({ site }) {
      const rotated = await rotateSigningKeys(site);
      const keys = rotated.map(({ site: slug, kid, signsFrom }) => ({ site: slug, kid, signs_from: signsFrom.toISOString() }));
      return { result: { keys }, text: keys.map((key) => `${key.site}: ${key.kid} signs from ${key.signs_from}`).join("\n") };
    },
  },
  "keys reseal": {
    needsDatabase: true,
    async run() {
      const { resealed, unreadable } = await reseal((column, done) => process.stderr.write(`\r${column}: ${done} `));
      const text = `${resealed} values sealed anew${unreadable > 0 ? `, ${unreadable} do not open with any key and stay as they are` : ""}`;
      return { result: { resealed, unreadable }, text, ...(unreadable > 0 ? { failed: true } : {}) };
    },
  },
  "keys drop": {
    needsDatabase: true,
    async run({ anyway = false }, word) {
      const dropped = await dropSealingKey(word, { inSetting: readSettings(process.env).SIGNIN_KEYS !== undefined, anyway });
      if (dropped.kind === "dropped") {
        const { id, file } = dropped;
        return {
          result: { id, file },
          text: `${id} is no longer in ${file}. Keep a copy of the ring as it is now; backups from before need ${id}.`,
        };
      }
      const { id, ring } = dropped;
      return {
        result: { id, signin_keys: ring },
        text: `The ring is set by SIGNIN_KEYS. Set this on every instance, and restart them one by one; backups from before need ${id}:\n  ${ring}`,
      };
    },
  },
};

function told({ id, state, sealed }: ListedKey): string {
  const places = Object.entries(sealed).map(([place, count]) => `  ${place}: ${count}`);
  return [`${id} (${state})`, ...(places.length > 0 ? places : ["  seals nothing"])].join("\n");
}
