import { execFile, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "..");

/** What a started product says and takes. */
export type RunningServer = {
  /** Where it is ready, as its banner says. */
  readonly baseUrl: string;
  /** The one-time link that an installation without an operator prints. */
  readonly ownerLink: string;
  readonly dataDir: string;
  /** The number of its process. */
  readonly pid: number;
  /** Everything it has written so far. */
  output(): string;
  /** Waits until it has written such a line. */
  says(line: RegExp): Promise<void>;
  /** Runs a command beside it. */
  cli<T>(...words: string[]): Promise<T>;
  /** Ends it as an operator would; what it kept stays. */
  end(): Promise<void>;
  /** The same, and removes what it kept. */
  stop(): Promise<void>;
  /** Ends it as nobody would: at once, in the middle of everything. Its database lives on. */
  kill(): Promise<void>;
};

/** Only what a process needs: nothing of the shell's own settings reaches the product. Mails may follow each other as fast as tests ask for them. */
const bare: NodeJS.ProcessEnv = {
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "/tmp",
  NODE_ENV: "production",
  LOG_LEVEL: "debug",
  MAILS_PER_MINUTE: "1000",
};

/** The whole banner: down to the link that a new installation prints, or the last line where there is an owner. */
const READY = {
  fresh: /Signin Fast is ready at (\S+)\n[\s\S]*?\?token=own_\S+\n/,
  owned: /Signin Fast is ready at (\S+)\n[\s\S]*? Mails .*\n/,
};

/**
 * Starts the built product on a free port, and waits for its banner.
 *
 * @param settings with a `DATA_DIR` it goes on with what is there, which has an owner; else the folder is a fresh one
 * @throws Error with everything it said, when it ends before it is ready
 */
export async function startServer(settings: Record<string, string> = {}): Promise<RunningServer> {
  const dataDir = settings.DATA_DIR ?? (await mkdtemp(join(tmpdir(), "signin-e2e-")));
  const banner = settings.DATA_DIR ? READY.owned : READY.fresh;
  const env = { ...bare, PORT: "0", ...settings, DATA_DIR: dataDir };
  const child = spawn(process.execPath, [join(root, ".build/main.js")], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  let said = "";
  const heard = new EventEmitter();
  const baseUrl = await new Promise<string>((ready, failed) => {
    const listen = (chunk: Buffer) => {
      said += chunk;
      heard.emit("more");
      const address = banner.exec(said)?.[1];
      if (address) ready(address);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("error", failed);
    void ended.then(([code]) => failed(new Error(`The server ended with ${code} before it was ready:\n${said}`)));
  });
  const end = async () => {
    child.kill("SIGTERM");
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error(`The server ended with ${code} when it was asked to stop:\n${said}`);
  };
  return {
    baseUrl,
    ownerLink: /^ {2}(http\S+\/dashboard\/owner\?token=\S+)$/m.exec(said)?.[1] ?? "",
    dataDir,
    pid: child.pid ?? 0,
    output: () => said,
    async says(line) {
      while (!line.test(said)) await once(heard, "more", { signal: AbortSignal.timeout(20_000) });
    },
    cli: (...words) => cli({ dataDir, baseUrl, settings }, ...words),
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    end,
    stop: () => end().finally(() => rm(dataDir, { recursive: true, force: true })),
  };
}

/** The server that a command runs beside, and what it was started with. */
type Beside = { readonly dataDir: string; readonly baseUrl: string; readonly settings?: Readonly<Record<string, string>> };

/** A command of `bin/signin.ts` under way with a server's settings; it prints JSON. */
export function startCli({ dataDir, baseUrl, settings }: Beside, ...words: string[]) {
  const given = [join(root, ".build/signin.js"), ...words, "--json"];
  const env = { ...bare, ...settings, DATA_DIR: dataDir, PORT: new URL(baseUrl).port };
  return promisify(execFile)(process.execPath, given, { cwd: root, env });
}

/** Runs such a command to its end, and reads what it prints. */
export async function cli<T>(beside: Beside, ...words: string[]): Promise<T> {
  return JSON.parse((await startCli(beside, ...words)).stdout) as T;
}

/** Builds what is stale. Quick when nothing is. */
export async function build(): Promise<void> {
  const child = spawn(process.execPath, [join(root, "bin/start.mjs"), "--build-only"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`The build ended with ${code}`);
}
