import { FAILING_FROM, type MailFailure } from "@/lib/kernel/mail-failures";
import { openConnections } from "./client";
import { query } from "./query";
import { OPEN } from "./suspended";

/** The connections of a pool, and how many wait for one. */
export type PoolLoad = {
  readonly pool: "main" | "system" | "long_reads";
  readonly inUse: number;
  readonly idle: number;
  readonly waiting: number;
};

/** How full the pools of this process are; none before their first use. */
export function poolLoads(): PoolLoad[] {
  const open = openConnections();
  if (!open) return [];
  return (["main", "system", "long_reads"] as const).map((pool) => {
    const { totalCount, idleCount, waitingCount } = { main: open.scoped, system: open.system, long_reads: open.longReads }[pool];
    return { pool, inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  });
}

/** The jobs of all instances: due or to come, being worked on, given up. */
export type JobLoad = { readonly waiting: number; readonly running: number; readonly failed: number };

/** Counts the queue. */
export async function jobLoad(): Promise<JobLoad> {
  const [row] = await query<JobLoad>(
    "system",
    "job-load",
    `SELECT count(*) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts)::int AS waiting,
       count(*) FILTER (WHERE locked_at IS NOT NULL)::int AS running,
       count(*) FILTER (WHERE locked_at IS NULL AND attempts >= max_attempts)::int AS failed FROM graphile_worker.jobs`,
    [],
  );
  return row ?? { waiting: 0, running: 0, failed: 0 };
}

/** For how many sites, and accounts for their operators, mails fail for a reason; and since when they do for the first of them. */
export type MailTrouble = { readonly reason: MailFailure; readonly sites: number; readonly accounts: number; readonly since: Date };

/**
 * Where mails keep failing in the whole installation, by the last reason. SECURITY: numbers, and nothing of anybody's.
 *
 * What waits is tried every six hours at least. Where nothing was tried for a day nothing waits any more, and nobody knows whether the next
 * mail goes out.
 */
export function mailTroubles(): Promise<MailTrouble[]> {
  return query<MailTrouble>(
    "system",
    "mail-troubles",
    `SELECT mail_failed_for AS reason, sum(site)::int AS sites, sum(1 - site)::int AS accounts, min(mail_failing_since) AS since
     FROM (SELECT 1 AS site, mail_failed_for, mail_failing_since, mail_failures, mail_failed_at FROM sites WHERE ${OPEN("sites")}
       UNION ALL SELECT 0, mail_failed_for, mail_failing_since, mail_failures, mail_failed_at FROM accounts WHERE deleted_at IS NULL) owners
     WHERE mail_failures >= $1 AND mail_failed_at > now() - interval '1 day' GROUP BY mail_failed_for ORDER BY since`,
    [FAILING_FROM],
  );
}
