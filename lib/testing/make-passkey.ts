import { addPasskey } from "@/lib/core/passkeys/add-passkey";
import { beginAdding } from "@/lib/core/passkeys/begin-adding";
import { createPasskey, type SoftPasskey, type Twist } from "./authenticator";
import { makeHolder } from "./make-holder";
import type { Tenant } from "./make-tenant";

/** A passkey of a user, added as the account page would have, and the half of it that is kept by their authenticator. */
export async function makePasskey(
  tenant: Tenant,
  user: { readonly id: bigint },
  twist: Twist = {},
): Promise<{ id: bigint; passkey: SoftPasskey }> {
  const owner = await makeHolder(tenant, user);
  const { context } = tenant;
  const { passkey, answer } = createPasskey(await beginAdding(context, owner, "preferred"), twist);
  const id = await addPasskey(context, owner, { answer: JSON.stringify(answer), fallbackName: "Passkey" }, "preferred");
  await context.db.session.deleteMany({ where: { handle: owner.session } });
  return { id, passkey };
}
