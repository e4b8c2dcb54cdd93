import { accountOfCommand as find, type WholeAccountContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { invalid } from "@/lib/kernel/errors";

/**
 * The account that a command names: by its id, or by the address of one of its operators. Also one that is deleted.
 *
 * SECURITY: proves nothing. For whoever runs the installation, who has the database anyway.
 *
 * @throws AppError `invalid`
 */
export async function accountOfCommand(named = ""): Promise<WholeAccountContext> {
  const id = /^[1-9]\d{0,17}$/.test(named) ? BigInt(named) : null;
  const address = id === null ? parseEmail(named) : null;
  if (id === null && address === null) throw invalid("account", "Say which account: by its id, or the address of an operator");
  const account = await find(id, address?.canonical ?? null);
  if (!account) throw invalid("account", `There is no account of ${named}`);
  return account;
}
