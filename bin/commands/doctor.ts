import { statfs } from "node:fs/promises";
import { CLOCK_TOLERANCE_MS, clockDifferenceMs } from "@/lib/core/health/check-readiness";
import { requireOwnKeys } from "@/lib/core/keys/require-own-keys";
import { checkAccess, checkRoles } from "@/lib/db/access";
import { lastBackup } from "@/lib/db/backup/note-backup";
import { configure, openDatabaseForCli } from "@/lib/db/boot";
import { disconnect } from "@/lib/db/client";
import { loadKeys } from "@/lib/db/keys";
import { jobLoad, type MailTrouble, mailTroubles } from "@/lib/db/load";
import { schemaState } from "@/lib/db/schema-state";
import { serverFacts } from "@/lib/db/server-facts";
import { env, readSettings } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { reachMailServer } from "@/lib/mail/transports/reach";
import product from "@/package.json";
import type { Command } from "./command";

/** One thing that was looked at. */
type Finding = { readonly check: string; readonly ok: boolean; readonly text: string };

/** What a check says where all is well. @throws Error that says what is not */
type Check = (settings: ReturnType<typeof readSettings>) => Promise<string>;

const DAY_MS = 86_400_000;
/** A backup that is older is none to rely on. */
const BACKUP_DAYS = 2;
const GIB = 1024 ** 3;

/** The checks that need a database, in the order in which they are told. */
const CHECKS: Readonly<Record<string, Check>> = {
  async database() {
    const { version, role, synchronousCommit, connections, maxConnections, bytes } = await serverFacts();
    if (synchronousCommit === "off") throw new Error("synchronous_commit is off: what was answered last can be lost in a crash");
    await checkRoles(env().databaseUrl);
    await checkAccess(env().databaseUrl);
    return `PostgreSQL ${version}, as ${role}, ${connections} of ${maxConnections} connections, ${(bytes / GIB).toFixed(2)} GiB`;
  },
  async migrations() {
    const { missing } = await schemaState();
    if (missing.length > 0) throw new Error(`${missing.join(", ")} not applied: start this version once`);
    return "all applied";
  },
  async clock() {
    const asked = Date.now();
    const { now } = await schemaState();
    const apart = clockDifferenceMs(now, asked, Date.now());
    if (Math.abs(apart) > CLOCK_TOLERANCE_MS) throw new Error(`${Math.round(apart / 1000)} s from the database's`);
    return `${Math.round(apart)} ms from the database's`;
  },
  async keys() {
    await requireOwnKeys();
    return `${env().keys.length} in the ring, ${env().keys[0]?.id} seals`;
  },
  mail: reachMailServer,
  async mails() {
    const troubles = await mailTroubles();
    if (troubles.length > 0) throw new Error(troubles.map(troubleText).join("; "));
    return "none keeps failing";
  },
  async jobs() {
    const { waiting, running, failed } = await jobLoad();
    return `${waiting} wait, ${running} are worked on, ${failed} were given up in the last 30 days`;
  },
  async origin() {
    const answer = await fetch(new URL("/api/health/live", env().appUrl), {
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    }).catch((error: Error) =>
      Promise.reject(new Error(`${env().appUrl} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`)),
    );
    if (answer.status !== 200 || !answer.headers.has("x-request-id"))
      throw new Error(`${env().appUrl} is answered by somebody else (${answer.status})`);
    return `${env().appUrl} leads here`;
  },
  async disk({ DATA_DIR, DATABASE_URL }) {
    if (DATABASE_URL) return "the database is elsewhere";
    const { bavail, blocks, bsize } = await statfs(DATA_DIR);
    const text = `${((bavail * bsize) / GIB).toFixed(1)} GiB free`;
    if (bavail / blocks < 0.05 || bavail * bsize < GIB) throw new Error(`${text} in ${DATA_DIR}`);
    return text;
  },
  async backup({ production }) {
    const at = await lastBackup();
    const text = at ? `the last one is of ${at.toISOString()}` : "none was made by signin backup";
    if (production && (!at || Date.now() - at.getTime() > BACKUP_DAYS * DAY_MS)) throw new Error(text);
    return text;
  },
};

/** Looks at everything that an installation needs, and changes nothing. */
export const DOCTOR_COMMANDS: Record<string, Command> = {
  doctor: {
    // It opens the database by itself: what is wrong with it is a finding.
    needsDatabase: false,
    async run() {
      const findings = await diagnose();
      const failed = findings.some(({ ok }) => !ok);
      const text = findings.map(({ check, ok, text: told }) => `${ok ? "✓" : "✗"} ${check}: ${told}`).join("\n");
      return { result: { ok: !failed, findings }, text, ...(failed ? { failed } : {}) };
    },
  },
};

function troubleText({ reason, sites, accounts, since }: MailTrouble): string {
  const counts = { site: sites, account: accounts };
  const whose = Object.entries(counts).flatMap(([of, n]) => (n > 0 ? [`${n} ${of}${n === 1 ? "" : "s"}`] : []));
  return `${reason} since ${since.toISOString()} for ${whose.join(" and ")}`;
}

async function diagnose(): Promise<Finding[]> {
  const findings: Finding[] = [{ check: "version", ok: true, text: `${product.version}, Node.js ${process.versions.node}` }];
  const look = async (check: string, work: () => Promise<string>) => {
    const finding = await work().then(
      (text) => ({ check, ok: true, text }),
      (error: unknown) => ({ check, ok: false, text: error instanceof Error ? error.message : String(error) }),
    );
    findings.push(finding);
    return finding.ok;
  };
  log.level = "silent";
  let settings: ReturnType<typeof readSettings> | undefined;
  let close = async () => {};
  const opened = await look("settings", async () => {
    settings = readSettings({ ...process.env, LOG_LEVEL: "silent" });
    const keys = await loadKeys(settings);
    const database = await openDatabaseForCli(settings);
    close = database.close;
    configure(settings, database.url, keys);
    return settings.production ? "for production" : "for trying out";
  });
  if (opened && settings) for (const [check, work] of Object.entries(CHECKS)) await look(check, () => work(settings as never));
  await disconnect();
  await close();
  return findings;
}
