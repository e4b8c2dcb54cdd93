import type { AccountContext } from "@/lib/db/resolve";

/** Everybody who works in the account, the first one first. At most a hundred, with the invitations: see `inviteOperator`. */
export async function listOperators({ db }: AccountContext) {
  const columns = { id: true, name: true, email: true, createdAt: true, lastSignInAt: true, secondFactor: true } as const;
  const [operators, withPasskeys] = await Promise.all([
    db.operator.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: columns }),
    db.operatorPasskey.findMany({ distinct: ["operatorId"], select: { operatorId: true } }),
  ]);
  const have = new Set(withPasskeys.map(({ operatorId }) => operatorId));
  return operators.map((operator) => ({ ...operator, hasPasskey: have.has(operator.id) }));
}

/** How many work in the account. */
export const countOperators = ({ db }: AccountContext): Promise<number> => db.operator.count({ where: {} });

/** Invitations that nobody has accepted, the newest first, with those that ended and are not swept yet. */
export function listInvitations({ db }: AccountContext) {
  const columns = { id: true, email: true, invitedBy: true, createdAt: true, expiresAt: true } as const;
  return db.operatorLink.findMany({
    where: { purpose: "invitation", usedAt: null },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: columns,
    take: 100,
  });
}
