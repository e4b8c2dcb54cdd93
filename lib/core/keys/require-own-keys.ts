import { anySealed } from "@/lib/db/sealed-values";
import { ConfigurationError } from "@/lib/kernel/env";
import { sealedBy, unsealBytes } from "@/lib/kernel/secrets";
import { SEALED_COLUMNS } from "./sealed-columns";

/**
 * Makes sure that the ring is the one that this database was sealed with: it opens the newest value of each column.
 *
 * With another ring nobody could sign in, and every new secret would be sealed so that the right ring does not open it.
 *
 * @throws ConfigurationError that names the key
 */
export async function requireOwnKeys(): Promise<void> {
  for (const column of SEALED_COLUMNS) {
    const found = await anySealed(column);
    if (!found) continue;
    try {
      unsealBytes(found.sealed, column.context(...found.key));
    } catch (cause) {
      throw new ConfigurationError(
        `SIGNIN_KEYS: the key "${sealedBy(found.sealed)}" that sealed ${column.table} of this database is not in the ring, or is another one by that name. Put it back; nothing was changed.`,
        { cause },
      );
    }
  }
}
