import { z } from "zod";
import { takeOperatorAttempt } from "@/lib/db/operators";
import type { OperatorContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError, invalid } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { newToken, seal, sha256 } from "@/lib/kernel/secrets";
import { recordEvent } from "../audit/record-event";
import { holdOperator } from "./hold-operator";
import { INVITATION_DAYS, invitationSeal, invitationUrl } from "./invitation-link";

const shape = z.object({ email: fields.email });

/** Invitations in an hour, by one account and to one address. */
const LIMITS = { account: 20, address: 5 } as const;
/** Operators and open invitations of one account. */
const MOST = 100;

/**
 * Invites a person to work in the account, by a one-time link that is mailed to them. An earlier invitation of theirs ends.
 *
 * @returns the same link, for the one who invites to pass on; it is shown this once
 * @throws AppError `invalid`, `too_many_attempts`; `wrong_credentials` when the operator's session has ended meanwhile
 */
export async function inviteOperator(
  { db, operator }: OperatorContext,
  input: { email?: unknown },
): Promise<{ email: string; link: string }> {
  const { email } = checkFields(shape, input);
  const budgets = [
    { key: sha256(`operator invitation account:${operator.accountId}`), limit: LIMITS.account },
    { key: sha256(`operator invitation email:${email.canonical}`), limit: LIMITS.address },
  ];
  const emailCanonical = email.canonical;
  if (await db.operator.findFirst({ where: { emailCanonical }, select: { id: true } }))
    throw invalid("email", "Email is already an operator of this account");
  const open = await db.operatorLink.count({ where: { purpose: "invitation", usedAt: null, expiresAt: { gt: new Date() } } });
  if (open + (await db.operator.count()) >= MOST)
    throw invalid("email", `Email would be one too many: an account has at most ${MOST} operators`);
  const waitS = await takeOperatorAttempt(budgets, 3_600);
  if (waitS !== null) throw new AppError("too_many_attempts", { retryAfterS: waitS });
  const id = newId();
  const token = newToken("opl_");
  await db.$transaction(async (tx) => {
    await holdOperator(tx, operator);
    await tx.operatorLink.deleteMany({ where: { purpose: "invitation", emailCanonical, usedAt: null } });
    await tx.operatorLink.create({
      data: {
        id,
        purpose: "invitation",
        invitedBy: operator.email,
        email: email.email,
        emailCanonical,
        tokenHash: sha256(token),
        expiresAt: new Date(Date.now() + INVITATION_DAYS * 86_400_000),
      },
    });
    await enqueue(tx, "mail-invitation", { linkId: String(id), sealed: Buffer.from(seal(token, invitationSeal(id))).toString("base64") });
    await recordEvent(tx, { type: "operator.invited", data: { invitation_id: String(id) } });
  });
  return { email: email.email, link: invitationUrl(token) };
}
