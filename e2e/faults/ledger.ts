/** What somebody outside has seen: which sign-ups were acknowledged, and which mails were taken, by key, with all bodies that came under it. */
export type Ledger = {
  readonly acknowledged: ReadonlySet<string>;
  readonly mails: ReadonlyMap<string, { readonly to: string; readonly bodies: ReadonlySet<string> }>;
};

/** Where what was seen outside and what the database holds contradict each other. */
export function contradictions({ acknowledged, mails }: Ledger, users: readonly string[]): string[] {
  const mailsTo = new Map<string, number>();
  for (const { to } of mails.values()) mailsTo.set(to, (mailsTo.get(to) ?? 0) + 1);
  const kept = new Set(users);
  return [
    ...[...acknowledged].filter((email) => !kept.has(email)).map((email) => `${email} was acknowledged and is lost`),
    ...users.filter((email) => !mailsTo.has(email)).map((email) => `${email} is there without a mail`),
    ...[...mailsTo].filter(([, count]) => count > 1).map(([email, count]) => `${email} has ${count} mails`),
    ...[...mailsTo.keys()].filter((email) => !kept.has(email)).map((email) => `${email} has a mail and is not there`),
    ...[...mails].filter(([, { bodies }]) => bodies.size > 1).map(([key, { bodies }]) => `${key} came with ${bodies.size} bodies`),
  ];
}
