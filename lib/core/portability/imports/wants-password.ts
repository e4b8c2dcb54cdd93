import type { KnownUser } from "@/lib/db/hot/import-users";
import { unseal } from "@/lib/kernel/secrets";
import { siteUserPassword } from "../../passwords/hash-password";
import type { Candidate } from "./check-row";

/**
 * Whether the password that a file has for a known user is to become theirs.
 *
 * It is given to who has none, and put in place of one that an earlier import brought and nobody has changed here since. What
 * was set here stays. A password in the clear, or a digest that has to be hashed first, is given only to who has none: whether
 * it is still the same is nothing that can be seen.
 *
 * @param proves the file shows for the first time whose the address is, so that what was set before is void
 */
export function wantsPassword({ passwordHash, password }: Candidate, user: KnownUser, proves: boolean): boolean {
  if (passwordHash === undefined && password === undefined) return false;
  if (proves || user.passwordSealed === null) return true;
  if (!user.passwordIsImported || passwordHash === undefined || !("kept" in passwordHash)) return false;
  return unseal(user.passwordSealed, siteUserPassword(user, user.id)) !== passwordHash.kept;
}
