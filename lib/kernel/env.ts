import { z } from "zod";
import { log } from "./log";
import { parseUrl } from "./parse-url";

/**
 * Every setting of the product, in one schema. `readEnv` checks them all at once and names every problem, so an operator
 * mends a configuration in one go.
 *
 * `production` is derived: a database of one's own or an https address means that real people sign in here.
 */
const blankIsAbsent = (value: unknown) => (typeof value === "string" && value.trim() === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsAbsent, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, value: string) => z.preprocess((given) => blankIsAbsent(given) ?? value, schema);
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https address", abort: true });

const count = (usual: string, least: number) => withDefault(z.coerce.number().int().min(least).max(1_000_000_000), usual);

/** Origins with commas between them. */
const origins = z.string().transform((text, context) =>
  text.split(",").flatMap((part) => {
    const origin = part.trim();
    if (origin === "") return [];
    if (parseUrl(origin)?.origin !== origin || !/^https?:/.test(origin)) {
      context.addIssue("must be origins like https://signin.example.com, with commas between them");
    }
    return [origin];
  }),
);

/** A secret that nobody drew at random: the same few bytes over and over. */
const isMadeUp = (bytes: Buffer) => new Set(bytes).size < 8;

/** `id:secret` pairs, the first seals, all of them open. A secret is 32 bytes in base64url. */
export const keyRing = z.string().transform((text, context) => {
  const keys = text.split(",").map((pair) => {
    const [id = "", secret = "", ...rest] = pair.trim().split(":");
    return { id, bytes: Buffer.from(secret, "base64url"), rest };
  });
  if (keys.some(({ id, bytes, rest }) => rest.length > 0 || !/^[a-z0-9-]{1,16}$/.test(id) || bytes.length !== 32))
    context.addIssue("must be `id:secret[,id:secret]`, each secret 32 random bytes in base64url");
  else if (keys.some(({ bytes }) => isMadeUp(bytes)))
    context.addIssue("has a secret that is not random. Make one with: npm run -s signin -- keys generate");
  if (new Set(keys.map(({ id }) => id)).size < keys.length) context.addIssue("names a key twice");
  return keys.map(({ id, bytes }) => ({ id, bytes }));
});

export const settings = z.object({
  PORT: withDefault(z.coerce.number().int().min(0).max(65535), "3000").describe("Port to listen on; 0 picks a free one."),
  APP_URL: optional(
    httpUrl.refine((url) => new URL(url).pathname === "/" && !/[?#]/.test(url), "must be an origin without a path"),
  ).describe("Public address. Links in mails start with it. Default: http://localhost:PORT."),
  DATA_DIR: withDefault(z.string(), ".data").describe("Folder of the embedded database and the generated keys."),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// address" })).describe(
    "A PostgreSQL of your own (15 or newer). Default: an embedded one under DATA_DIR.",
  ),
  RESEND_API_KEY: optional(z.string()).describe("Send mails through Resend."),
  RESEND_BASE_URL: optional(httpUrl).describe("Another address that speaks Resend's API."),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: "must be an smtp:// or smtps:// address" })).describe(
    "Send mails through an SMTP server, smtp://user:password@host:port.",
  ),
  MAIL_FROM: withDefault(z.string().regex(/^[^\r\n]{3,320}$/), "Signin Fast <signin@localhost>").describe("Sender of every mail."),
  SIGNIN_KEYS: optional(keyRing).describe(
    "Sealing keys, `id:secret[,id:secret]`. Default: generated under DATA_DIR; in production it must be set.",
  ),
  OPERATOR_SIGNUP: withDefault(z.enum(["open", "closed"]), "open").describe(
    "Whether other customers may join at /dashboard/signup, once this installation has an owner: open or closed.",
  ),
  PASSKEY_ORIGINS: withDefault(origins, "").describe(
    "Where this installation has made passkeys before APP_URL changed, the oldest first: `https://old.example.com[,…]`. They go on working, and new ones are made for the first of them, as long as that host still leads here. Default: APP_URL.",
  ),
  OUTGOING_ALLOW_LOOPBACK: withDefault(z.enum(["on", "off"]), "off").describe(
    "Whether endpoints that customers name may be on this machine, also by http: on or off. For development; refused in production.",
  ),
  API_REQUESTS_PER_MINUTE: withDefault(z.coerce.number().int().min(1), "240000").describe(
    "How many API requests one credential may make in a minute, on one instance. A ceiling against programs that run wild.",
  ),
  FAILURES_PER_IDENTIFIER: count("10", 1).describe(
    "How many failed sign-ins in ten minutes close an address or a username, where a site or an operator sets nothing else.",
  ),
  FAILURES_PER_ADDRESS: count("100", 1).describe("How many close a client's address."),
  FAILURES_PER_SITE: count("1000", 1).describe("How many mean that a site is under attack."),
  FAILURES_IN_ALL: count("20000", 1).describe("How many mean that all of the installation is."),
  SIGN_UPS_PER_ADDRESS: count("60", 1).describe("How many accounts one client's address may make at a site in a minute."),
  MAILS_PER_MINUTE: count("1", 1).describe(
    "How many mails of a kind that anybody can ask for one e-mail address may be sent in a minute, of five in an hour.",
  ),
  MAILS_PER_SITE: count("20000", 1).describe("How many mails that its visitors ask for a site may send in an hour. Others are left out."),
  MAILS_IN_ALL: count("100000", 1).describe("How many the whole installation may."),
  CONNECTIONS_PER_ADDRESS: count("500", 0).describe(
    "How many connections one address may hold open, on one instance; 0: any number. Not counted behind proxies: see TRUSTED_PROXIES.",
  ),
  LEAKED_PASSWORDS_URL: optional(httpUrl).describe(
    "Where the first five characters of a new password's SHA-1 are looked up among leaked ones, for sites that want it: an address that speaks the range API of Have I Been Pwned, such as https://api.pwnedpasswords.com/range/.",
  ),
  LOG_LEVEL: withDefault(z.enum(["debug", "info", "warn", "error", "silent"]), "info").describe(
    "How much is logged: debug, info, warn, error or silent.",
  ),
  LOG_REQUESTS: withDefault(z.enum(["on", "off"]), "off").describe(
    "Whether each request is logged, in one line with its route, method, status, duration, id and client address: on or off.",
  ),
  METRICS_PORT: optional(z.coerce.number().int().min(0).max(65535)).describe(
    "Port on which Prometheus finds /metrics. Without METRICS_TOKEN it is open to this machine only. Default: none.",
  ),
  METRICS_TOKEN: optional(z.string().regex(/^[\x21-\x7e]{16,256}$/, "must be 16 to 256 characters without spaces")).describe(
    "What Prometheus shows as its bearer token. Without METRICS_PORT, /metrics is on PORT then. Default: none.",
  ),
  SHUTDOWN_DELAY_S: withDefault(z.coerce.number().int().min(0).max(120), "0").describe(
    "For how many seconds a process that is told to stop goes on taking requests, while /api/health/ready says 503: as long as a load balancer needs to notice.",
  ),
  TRUSTED_PROXIES: withDefault(z.coerce.number().int().min(0).max(10), "0").describe(
    "How many reverse proxies stand in front. 0: X-Forwarded-For is ignored.",
  ),
});

export type Settings = z.infer<typeof settings>;
export type KeyRing = z.infer<typeof keyRing>;

/** What the running process was configured with. `keys`, `databaseUrl` and `appUrl` are always there after boot. */
export type Env = Omit<Settings, "APP_URL" | "DATABASE_URL" | "SIGNIN_KEYS"> & {
  readonly appUrl: string;
  readonly databaseUrl: string;
  readonly keys: KeyRing;
};

/** The settings could not be used; `message` lists every problem, one a line. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/**
 * Reads settings from environment variables.
 *
 * @throws ConfigurationError that names each variable that cannot be used
 */
export function readSettings(source: Readonly<Record<string, string | undefined>>): Settings & { production: boolean } {
  const result = settings.safeParse(source);
  const problems = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  const production = Boolean(source.DATABASE_URL?.trim()) || Boolean(source.APP_URL?.trim().startsWith("https:"));
  if (production && !source.SIGNIN_KEYS?.trim()) {
    problems.push(
      "SIGNIN_KEYS: must be set in production (DATABASE_URL or an https APP_URL). Make one with: npm run -s signin -- keys generate",
    );
  }
  if (production && result.data?.OUTGOING_ALLOW_LOOPBACK === "on") {
    problems.push("OUTGOING_ALLOW_LOOPBACK: must be off in production (DATABASE_URL or an https APP_URL)");
  }
  if (!result.success || problems.length > 0) throw new ConfigurationError(problems.join("\n"));
  return { ...result.data, production };
}

const slot = Symbol.for("signin-fast.env");
type Holder = { [slot]?: Env };

/** Sets what `env()` answers. The one who boots the process calls it once. */
export function setEnv(value: Env): void {
  (globalThis as Holder)[slot] = value;
  log.level = value.LOG_LEVEL;
  // next-auth takes its own address from here and from nowhere else.
  process.env.NEXTAUTH_URL = value.appUrl;
}

/**
 * The configuration of this process.
 *
 * Kept on `globalThis`: Next loads its own copies of our modules, and all of them must see one configuration. Where
 * nobody booted (a plain `next start`), the environment variables are read at first use and must be complete.
 *
 * @throws ConfigurationError when nobody booted and DATABASE_URL or SIGNIN_KEYS is missing
 */
export function env(): Env {
  const holder = globalThis as Holder;
  if (!holder[slot]) {
    const { APP_URL, DATABASE_URL, SIGNIN_KEYS, ...rest } = readSettings(process.env);
    if (!DATABASE_URL || !SIGNIN_KEYS) throw new ConfigurationError("DATABASE_URL and SIGNIN_KEYS must be set, or start with npm start");
    setEnv({ ...rest, appUrl: new URL(APP_URL ?? `http://localhost:${rest.PORT}`).origin, databaseUrl: DATABASE_URL, keys: SIGNIN_KEYS });
  }
  return holder[slot] as Env;
}
