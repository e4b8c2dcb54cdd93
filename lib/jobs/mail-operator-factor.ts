import type { AccountContext } from "@/lib/db/resolve";
import { env } from "@/lib/kernel/env";
import { factorChanged } from "@/lib/mail/templates/factor-changed";
import { passkeyChanged } from "@/lib/mail/templates/passkey-changed";
import { render } from "@/lib/mail/templates/render";
import { textsOf } from "@/lib/texts";
import type { AccountJobs } from "./enqueue";
import { queueMail } from "./queue-mail";

/** Where operators sign in, as mails call it. */
const SITE = "Signin Fast";

const operatorOf = ({ db }: AccountContext, id: string) =>
  db.operator.findFirst({ where: { id: BigInt(id) }, select: { id: true, email: true, name: true } });

/** Tells an operator that something about their second factor is another than it was. */
export async function mailOperatorFactor(
  account: AccountContext,
  { operatorId, change }: AccountJobs["mail-operator-factor"],
): Promise<void> {
  const operator = await operatorOf(account, operatorId);
  if (!operator) return;
  const codesLeft = await account.db.operatorRecoveryCode.count({ where: { operatorId: operator.id, usedAt: null } });
  const about = { siteName: SITE, name: operator.name, change, codesLeft, loginLink: `${env().appUrl}/dashboard/login` };
  await queueMail(account.db, await render(factorChanged({ t: textsOf("en"), to: operator.email, ...about })));
}

/** Tells an operator that a passkey was added to theirs, or removed. */
export async function mailOperatorPasskey(
  account: AccountContext,
  { operatorId, change, name: passkey }: AccountJobs["mail-operator-passkey"],
): Promise<void> {
  const operator = await operatorOf(account, operatorId);
  if (!operator) return;
  const about = { siteName: SITE, name: operator.name, change, passkey, resetLink: `${env().appUrl}/dashboard/reset-password` };
  await queueMail(account.db, await render(passkeyChanged({ t: textsOf("en"), to: operator.email, ...about })));
}
