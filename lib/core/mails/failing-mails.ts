import type { WholeAccountContext } from "@/lib/db/resolve";
import { FAILING_FROM, type MailFailure } from "@/lib/kernel/mail-failures";

/** That mails keep failing: `tries` have failed in a row, and none has gone out since. */
export type FailingMails = {
  /** Why the last of them failed. */
  readonly reason: MailFailure;
  readonly tries: number;
  readonly since: Date;
  readonly lastAt: Date;
};

/** What the row of a site, or of an account about mails to its operators, keeps of it. */
export type FailingMailsRow = {
  readonly mailFailures: number;
  readonly mailFailingSince: Date | null;
  readonly mailFailedAt: Date | null;
  readonly mailFailedFor: string | null;
};

export const failingMailsColumns = {
  mailFailures: true,
  mailFailingSince: true,
  mailFailedAt: true,
  mailFailedFor: true,
} as const satisfies Record<keyof FailingMailsRow, true>;

/** A row with whether mails fail as it is told. */
export function withFailingMails<Row extends FailingMailsRow>(row: Row) {
  const { mailFailures, mailFailingSince, mailFailedAt, mailFailedFor, ...rest } = row;
  return { ...rest, failingMails: failingMailsOf({ mailFailures, mailFailingSince, mailFailedAt, mailFailedFor }) };
}

/** Whether mails to the operators of the account keep failing. */
export async function failingOperatorMails({ db }: WholeAccountContext): Promise<FailingMails | null> {
  const row = await db.account.findFirst({ where: {}, select: failingMailsColumns });
  return row && failingMailsOf(row);
}

function failingMailsOf({ mailFailures: tries, mailFailingSince: since, mailFailedAt: lastAt, mailFailedFor }: FailingMailsRow) {
  if (tries < FAILING_FROM || !since || !lastAt) return null;
  // Written by `noteMailFailure` alone.
  return { reason: mailFailedFor as MailFailure, tries, since, lastAt };
}
