import { parseArgs } from "node:util";
import { createAccount } from "@/lib/core/accounts/create-account";
import { createOwnerLink } from "@/lib/core/accounts/owner-link";
import { createTokenByCommand } from "@/lib/core/api-tokens/create-token-by-command";
import { resetFactorFor } from "@/lib/core/operators/reset-factor";
import { resetLinkFor } from "@/lib/core/operators/reset-link";
import { exportToFile } from "@/lib/core/portability/exports/export-to-file";
import { importFromFile } from "@/lib/core/portability/imports/import-from-file";
import { boot, openDatabaseForCli } from "@/lib/db/boot";
import { disconnect } from "@/lib/db/client";
import { ConfigurationError } from "@/lib/kernel/env";
import { invalid, isAppError } from "@/lib/kernel/errors";
import { ACCOUNT_COMMANDS } from "./commands/accounts";
import { BACKUP_COMMANDS } from "./commands/backups";
import { type Command, OPTIONS } from "./commands/command";
import { DOCTOR_COMMANDS } from "./commands/doctor";
import { KEY_COMMANDS } from "./commands/keys";
import { SITE_COMMANDS } from "./commands/sites";

const USAGE = `signin account create --email ADDRESS --password PASSWORD [--name NAME] [--json]
    an account, its operator and an API token with every right, without a browser
signin account delete EMAIL|ID [--json]
    an account with all that is in it, by its id or the address of an operator; for seven days it can be brought back
signin account restore EMAIL|ID [--json]
    brings a deleted account back as it was
signin owner-link [--json]
    a fresh one-time link for the first operator; earlier ones end
signin operator reset-link --email ADDRESS [--json]
    a one-time link that sets an operator's new password, for one who gets no mail
signin operator reset-factor --email ADDRESS [--json]
    takes an operator's app, recovery codes and passkeys from them, for one who has lost them all
signin import --site SLUG --file FILE [--dry-run] [--mapping JSON] [--format ID] [--settings] [--json]
    users from a file into a site; --dry-run: only counts; --settings: those of a bundle as well
signin export --site SLUG --out FILE [--include-secrets] [--recipient PUBLIC-KEY] [--json]
    a site in one file, see docs/bundle.md; --include-secrets: with password hashes and the client secret;
    --recipient: encrypted to a key of age (age1…) or an RSA key in PEM ("$(cat key.pem)")
signin token create --email ADDRESS --name NAME [--scopes SCOPE,SCOPE] [--site SLUG] [--expires 90d|2027-01-31] [--json]
    an API token in an operator's name; without limits it may do everything, on every site, until it is revoked
signin site suspend SLUG [--reason TEXT] [--json]
    nobody signs in at a site any more, and its customer can't change that; nothing is deleted
signin site resume SLUG [--json]
    ends that
signin keys generate
    a value for SIGNIN_KEYS
signin keys list [--json]
    the keys that seal, and what each of them is still needed for
signin keys rotate sealing [--json]
    a new key that seals, and that cookies and codes are made of; the ones before it go on opening
signin keys rotate signing [--site SLUG] [--json]
    a new key for the access tokens of one site, or of each; it is published now and signs a little later
signin keys reseal [--json]
    seals everything with the first key; may be ended and begun anew
signin keys drop ID [--anyway] [--json]
    takes an old key out of the ring, or says what needs it; --anyway: also where sessions and recovery codes may be of it
signin doctor [--json]
    looks at the settings, the database, clocks, keys, mail, address, disk and backups; exit code 1 where something is amiss
signin backup FILE [--recipient PUBLIC-KEY] [--json]
    the whole installation in one file, while it runs; without the keys
signin deletions FILE [--json]
    who was deleted, ids only, to be kept beside the backups
signin restore FILE [--deletions FILE] [--json]
    a backup into an empty database; --deletions: whoever was deleted since stays deleted

As an npm script: npm run -s signin -- account create …`;

/** The commands, by their words. Each answers with one JSON object, or the same as text. */
const COMMANDS: Record<string, Command> = {
  "account create": {
    needsDatabase: true,
    async run({ email, password, name }) {
      const {
        accountId,
        operatorId,
        email: address,
        apiToken,
      } = await createAccount({ email, password, name }, { withApiToken: true, trusted: true });
      const result = { account_id: Number(accountId), operator_id: Number(operatorId), email: address, api_token: apiToken };
      return { result, text: `Account ${accountId} for ${address}\nAPI token (shown this once): ${apiToken}` };
    },
  },
  "owner-link": {
    needsDatabase: true,
    async run() {
      const link = await createOwnerLink();
      return { result: { owner_link: link }, text: link };
    },
  },
  "operator reset-link": {
    needsDatabase: true,
    async run({ email }) {
      const link = await resetLinkFor(email);
      return { result: { reset_link: link }, text: link };
    },
  },
  "operator reset-factor": {
    needsDatabase: true,
    async run({ email }) {
      const reset = await resetFactorFor(email);
      return { result: { email: reset }, text: `${reset} signs in with the password alone` };
    },
  },
  import: {
    needsDatabase: true,
    async run({ site = "", file = "", format, mapping, settings, "dry-run": dryRun = false }) {
      const options = { format, settings, mapping: mappingOf(mapping) };
      const done = await importFromFile(site, file, { dryRun, options }, (text) => process.stderr.write(text));
      const counts = { new: done.countNew, update: done.countUpdate, skip: done.countSkip, refuse: done.countRefuse };
      const result = {
        import_id: Number(done.id),
        status: done.status,
        dry_run: dryRun,
        format: done.format,
        counts,
        problem: done.problem,
      };
      const told = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
      return { result, text: [done.status, ...(done.problem ? [done.problem] : []), ...told].join(", ") };
    },
  },
  export: {
    needsDatabase: true,
    async run({ site = "", out = "", "include-secrets": includeSecrets = false, recipient = null }) {
      const { rows, bytes } = await exportToFile(site, out, { includeSecrets, recipient }, (text) => process.stderr.write(text));
      return { result: { file: out, rows, bytes }, text: `${rows} rows, ${bytes} bytes, in ${out}` };
    },
  },
  "token create": {
    needsDatabase: true,
    async run(words) {
      const { name, token } = await createTokenByCommand(words);
      return { result: { name, api_token: token }, text: `${name} (shown this once): ${token}` };
    },
  },
  ...SITE_COMMANDS,
  ...ACCOUNT_COMMANDS,
  ...KEY_COMMANDS,
  ...BACKUP_COMMANDS,
  ...DOCTOR_COMMANDS,
};

/** What takes something behind its own words: a file, an account, a slug, the id of a key. */
const WITH_WORD = new Set([...Object.keys(BACKUP_COMMANDS), ...Object.keys(ACCOUNT_COMMANDS), ...Object.keys(SITE_COMMANDS), "keys drop"]);

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
    const [command, word] = find(positionals);
    if (!command) {
      console.error(USAGE);
      return positionals.length === 0 ? 0 : 2;
    }
    const { result, text, failed } = command.needsDatabase
      ? await withDatabase(() => command.run(values, word))
      : await command.run(values, word);
    console.log(values.json ? JSON.stringify(result) : text);
    return failed ? 1 : 0;
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

function find(words: readonly string[]): [command: Command | undefined, word?: string | undefined] {
  const whole = COMMANDS[words.join(" ")];
  if (whole) return [whole];
  const own = words.slice(0, -1).join(" ");
  return WITH_WORD.has(own) ? [COMMANDS[own], words.at(-1)] : [undefined];
}

async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  const { database } = await boot({ LOG_LEVEL: "warn", ...process.env }, openDatabaseForCli);
  try {
    return await work();
  } finally {
    await disconnect();
    await database.close();
  }
}

function mappingOf(text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("mapping", `Mapping must be JSON: --mapping '{"email":"Contact"}'`);
  }
}

function explain(error: unknown): string {
  if (isAppError(error) && error.issues.length > 0) return error.issues.map(({ message }) => message).join("\n");
  if (isAppError(error) || error instanceof ConfigurationError) return error.message;
  const { code } = error as { code?: string };
  return code?.startsWith("ERR_PARSE_ARGS") ? `${(error as Error).message}\n\n${USAGE}` : String(error);
}
