import { addPasskey } from "@/lib/core/passkeys/add-passkey";
import { beginAdding } from "@/lib/core/passkeys/begin-adding";
import { createPasskey, type SoftPasskey, type Twist } from "./authenticator";
import type { Tenant } from "./make-tenant";

/** A passkey of a user, added as the account page would have, and the half of it that is kept by their authenticator. */
export async function makePasskey(
  { context }: Tenant,
  { id: siteUserId }: { readonly id: bigint },
  twist: Twist = {},
): Promise<{ id: bigint; passkey: SoftPasskey }> {
  const owner = { siteUserId, session: "session-1" };
  const { passkey, answer } = createPasskey(await beginAdding(context, owner, "preferred"), twist);
  return { id: await addPasskey(context, owner, { answer: JSON.stringify(answer), fallbackName: "Passkey" }, "preferred"), passkey };
}
