import type { OperatorContext } from "@/lib/db/resolve";

/** How an operator's ways to show that it is they stand, as they are shown it. */
export type OperatorFactor = {
  /** Null: they have none. */
  readonly app: { readonly createdAt: Date; readonly lastUsedAt: Date | null } | null;
  /** How many recovery codes are good still. */
  readonly codesLeft: number;
  /** The oldest first. */
  readonly passkeys: readonly OperatorPasskey[];
};

export type OperatorPasskey = {
  readonly id: bigint;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
};

/** How an operator's second factor and passkeys stand. */
export async function operatorFactor({ db, operator: { id: operatorId } }: OperatorContext): Promise<OperatorFactor> {
  const [app, codesLeft, passkeys] = await Promise.all([
    db.operatorTotpSecret.findFirst({ where: { operatorId }, select: { createdAt: true, lastUsedAt: true } }),
    db.operatorRecoveryCode.count({ where: { operatorId, usedAt: null } }),
    db.operatorPasskey.findMany({
      where: { operatorId },
      select: { id: true, name: true, createdAt: true, lastUsedAt: true },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    }),
  ]);
  return { app, codesLeft, passkeys };
}
