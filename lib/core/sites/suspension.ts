/** Why nobody can sign in at a site: since when, and whose word it is, who alone can end it. */
export type Suspension = {
  readonly since: Date;
  readonly by: "customer" | "installation";
  /** What whoever runs the installation says about it. */
  readonly reason: string | null;
};

/** What a site's row keeps of it. The two are apart: who ends one does not end the other. */
export type SuspensionRow = { readonly suspendedAt: Date | null; readonly heldAt: Date | null; readonly heldFor: string | null };

export const suspensionColumns = { suspendedAt: true, heldAt: true, heldFor: true } as const satisfies Record<keyof SuspensionRow, true>;

/** A site's row with its suspension as the customer sees it: that of the installation, where there are both. */
export function withSuspension<Row extends SuspensionRow>(row: Row) {
  const { suspendedAt, heldAt, heldFor, ...rest } = row;
  return { ...rest, suspension: suspensionOf({ suspendedAt, heldAt, heldFor }) };
}

function suspensionOf({ suspendedAt, heldAt, heldFor }: SuspensionRow): Suspension | null {
  if (heldAt) return { since: heldAt, by: "installation", reason: heldFor };
  return suspendedAt && { since: suspendedAt, by: "customer", reason: null };
}
