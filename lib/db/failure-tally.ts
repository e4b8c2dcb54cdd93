import { randomInt } from "node:crypto";
import { sha256 } from "@/lib/kernel/secrets";

/**
 * Under which keys the failed sign-ins of a whole site, and of the whole installation, are counted.
 *
 * Many rows and not one, of which each failure takes any: an attack would otherwise queue up at one row.
 */
const SHARDS = 8;

export const TALLY_KEYS = Array.from({ length: SHARDS }, (_, shard) => sha256(`failures:${shard}`));

/** The key under which the next failure is counted. */
export const tallyKey = () => TALLY_KEYS[randomInt(SHARDS)] as Uint8Array;

/** How many failures mean an attack: of a site, and of the whole installation. */
export type Alarm = { readonly site: number; readonly inAll: number };

/** Whether a site is under attack, for a statement whose first two values are account and site. */
export const underAttack = (keys: string, site: string, inAll: string) => `(
    (SELECT coalesce(sum(count), 0) FROM attempts WHERE account_id = $1 AND site_id = $2 AND key = ANY (${keys}) AND window_ends_at > now()) >= ${site}
    OR (SELECT coalesce(sum(count), 0) FROM operator_attempts WHERE key = ANY (${keys}) AND window_ends_at > now()) >= ${inAll})`;
