import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { transform } from "esbuild";
import { afterAll, describe, expect, inject, test, vi } from "vitest";
import { snippetsOf } from "@/lib/quick-start";
import { api, makeSite, type Session, type Site } from "./api";
import { clientIdOn, nameSite, signedInOperator } from "./dashboard";
import { freePort } from "./free-port";
import { signUpByForm } from "./sign-up-by-form";
import { closeBrowser, newVisitor } from "./visitor";

const PATH = "/auth/callback";
const root = join(import.meta.dirname, "..");
const endings: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(endings.map((end) => end())));
afterAll(closeBrowser);

/** A page that tells who is signed in, in the way that the snippet keeps it; and how the whole is run. */
type Application = {
  file: string;
  more: string;
  run: (port: number) => string[];
  needs: string[];
  wrap?: (code: string) => Promise<string>;
};

/** What a test adds to the route handler to run it without the rest of Next: a server, and a home page that checks the cookie. */
const AROUND_NEXT = `
import { createServer } from "node:http";
import { NextRequest } from "next/server.js";
createServer(async (incoming, outgoing) => {
  const request = new NextRequest(new URL(incoming.url, "http://127.0.0.1:" + process.env.PORT), { headers: incoming.headers });
  const [user, mac] = (request.cookies.get("session")?.value ?? ".").split(".");
  const good = mac && mac === createHmac("sha256", process.env.SESSION_SECRET).update(user).digest("base64url");
  const home = () => new Response(good ? JSON.parse(Buffer.from(user, "base64url")).email : "stranger");
  const answer = request.nextUrl.pathname === "/" ? home() : await GET(request);
  outgoing.setHeaders(answer.headers).writeHead(answer.status).end(await answer.text());
}).listen(process.env.PORT);`;

const APPLICATIONS: Record<string, Application> = {
  express: { file: "server.mjs", more: "", run: () => [process.execPath, "server.mjs"], needs: [process.execPath, "--version"] },
  next: {
    file: "route.mjs",
    more: AROUND_NEXT,
    run: () => [process.execPath, "route.mjs"],
    needs: [process.execPath, "--version"],
    wrap: async (code) =>
      (await transform(code.replace('"next/server"', '"next/server.js"'), { loader: "ts", format: "esm", target: "node20" })).code,
  },
  python: {
    file: "app.py",
    more: '\n@app.get("/")\ndef home():\n    return session.get("user", {}).get("email", "stranger")\n',
    run: (port) => ["python3", "-m", "flask", "--app", "app", "run", "--port", String(port)],
    needs: ["python3", "-c", "import flask, requests"],
  },
  ruby: {
    file: "app.rb",
    more: '\nget("/") { session["user"] ? session["user"]["email"] : "stranger" }\n',
    run: (port) => ["ruby", "app.rb", "-o", "127.0.0.1", "-p", String(port)],
    needs: ["ruby", "-e", "require 'sinatra/base'"],
  },
  php: {
    file: `public${PATH}/index.php`,
    more: "",
    run: (port) => ["php", "-d", `session.save_path=${tmpdir()}`, "-S", `127.0.0.1:${port}`, "-t", "public"],
    needs: ["php", "-r", "curl_version();"],
  },
};

/** Why an application cannot be run on this machine, or null. */
function lacks([command = "", ...words]: string[]): string | null {
  return spawnSync(command, words).status === 0 ? null : `"${[command, ...words].join(" ")}" does not run on this machine`;
}

/** A site whose callback is at a port of this machine, and its snippet. */
async function siteAt(port: number): Promise<{ site: Site & { client_id: string; client_secret: string }; code: (id: string) => string }> {
  const made = await makeSite({ success_uri: `http://127.0.0.1:${port}${PATH}` });
  const { site } = await api<{ site: Site & { client_id: string; client_secret: string } }>("GET", `/api/sites/${made.id}`);
  const given = { appUrl: inject("baseUrl"), slug: site.slug, clientId: site.client_id, callbackPath: PATH };
  return { site, code: (id) => snippetsOf(given).find((snippet) => snippet.id === id)?.code ?? "" };
}

/** Runs an application with a snippet in it, as its customer would, and waits until it answers. */
async function start(id: string, code: string, port: number, clientSecret: string): Promise<string> {
  const { file, more, run, wrap } = APPLICATIONS[id] as Application;
  const folder = await mkdtemp(join(tmpdir(), `quick-start-${id}-`));
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), (wrap ? await wrap(code) : code) + more);
  if (id === "php") {
    await writeFile(join(folder, "public/index.php"), '<?php session_start(); echo $_SESSION["user"]["email"] ?? "stranger";');
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const [command = "", ...words] = run(port);
  const env = { PATH: process.env.PATH, HOME: folder, PORT: String(port), CLIENT_SECRET: clientSecret, SESSION_SECRET: "x".repeat(64) };
  const child = spawn(command, words, { cwd: folder, env: env as unknown as NodeJS.ProcessEnv, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  endings.push(async () => {
    const ended = child.exitCode === null ? once(child, "close") : null;
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(() => fetch(url), { timeout: 30_000 }).catch(() => Promise.reject(new Error(`${id} does not answer:\n${said}`)));
  return url;
}

const cookiesOf = (...answers: Response[]): string => {
  const pairs = answers.flatMap(({ headers }) => headers.getSetCookie().map((one) => one.split(";")[0]?.split("=") ?? []));
  const kept = new Map(pairs.map(([name = "", ...value]) => [name, value.join("=")]));
  return [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
};

/** A browser that has gone to the callback's own address to sign in: where it was sent, and the state that it keeps. */
async function begin(url: string): Promise<{ begun: Response; to: URL; state: string }> {
  const begun = await fetch(`${url}${PATH}`, { redirect: "manual" });
  const to = new URL(begun.headers.get("location") ?? "");
  return { begun, to, state: to.searchParams.get("state") ?? "" };
}

describe.each(Object.keys(APPLICATIONS))("%s", (id) => {
  const lack = lacks((APPLICATIONS[id] as Application).needs);

  test.skipIf(lack)(
    `exchanges the token, signs in, and lets nobody in by a token that is spent, wrong, missing or of another browser's sign-in${lack ? `: skipped, ${lack}` : ""}`,
    async () => {
      const port = await freePort();
      const { site, code } = await siteAt(port);
      const url = await start(id, code(id), port, site.client_secret);
      expect(await (await fetch(url)).text()).toMatch(/stranger$/);

      const { begun, to, state } = await begin(url);
      expect([to.origin + to.pathname, state.length > 20]).toEqual([`${inject("baseUrl")}/${site.slug}/login`, true]);
      const { email, callback, token } = await signUpByForm(site.slug, state);
      const signedIn = await fetch(callback, { redirect: "manual", headers: { cookie: cookiesOf(begun) } });
      expect(new URL(signedIn.headers.get("location") ?? "", url).href).toBe(`${url}/`);
      const cookie = cookiesOf(begun, signedIn);
      expect(await (await fetch(url, { headers: { cookie } })).text()).toContain(email);
      const { site_user_session } = await api<{ site_user_session: Session }>("GET", `/api/site_user_sessions/${token}`);
      expect(site_user_session.used).toBe(true);

      const other = await makeSite({ success_uri: `${url}${PATH}` });
      const foreign = (await signUpByForm(other.slug)).token;
      const fresh = (await signUpByForm(site.slug)).token;
      const again = await begin(url);
      const mine = `&state=${again.state}`;
      for (const query of [
        ...[token, foreign, "../sites", "%22%0a", ""].map((text) => `?token=${text}${mine}`),
        ...["", "&state=", `&state=${state}`].map((theirs) => `?token=${fresh}${theirs}`),
      ]) {
        const refused = await fetch(`${url}${PATH}${query}`, { redirect: "manual", headers: { cookie: cookiesOf(again.begun) } });
        expect(refused.headers.get("location"), query).toBe(again.to.href);
        const jar = cookiesOf(again.begun, refused);
        expect(await (await fetch(url, { headers: { cookie: jar } })).text()).toMatch(/stranger$/);
      }
      const { site_user_session: unspent } = await api<{ site_user_session: Session }>("GET", `/api/site_user_sessions/${fresh}`);
      expect(unspent.used).toBe(false);
    },
  );
});

test("curl: prints who signed in, with the right state, and is refused the second time", async () => {
  const { site, code } = await siteAt(await freePort());
  const { email, token } = await signUpByForm(site.slug);
  const env = { PATH: process.env.PATH, TOKEN: token, CLIENT_SECRET: site.client_secret, STATE: "s1" };
  const print = (KEPT: string) =>
    spawnSync("sh", ["-c", code("curl")], { env: { ...env, KEPT } as unknown as NodeJS.ProcessEnv, encoding: "utf8" }).stdout;
  const run = () => JSON.parse(print("s1"));
  expect(print("s2")).toBe("");
  expect(run()).toMatchObject({ site_user: { email }, site_user_session: { token, used: true } });
  expect(run()).toEqual({ error: "Validation failed", messages: ["Token has already been used"] });
});

test("HTML: names the site's own script, and its plain link leads to the sign-in page", async () => {
  const { site, code } = await siteAt(await freePort());
  const html = code("html");
  expect(html).toContain(`<script src="${inject("baseUrl")}/${site.slug}/embed.js" data-state="STATE" async></script>`);
  expect(html).toContain('class="signin-fast-login"');
  const script = await fetch(`${inject("baseUrl")}/${site.slug}/embed.js`);
  expect([script.status, script.headers.get("content-type")]).toEqual([200, expect.stringMatching(/^text\/javascript/)]);
  const link = /<a href="([^"]+)">/.exec(html)?.[1] ?? "";
  expect(await (await fetch(link)).text()).toContain("Acme Shop");
});

test("the code is chosen by keyboard alone, names this very site, and is copied", async () => {
  const visitor = await newVisitor();
  await signedInOperator(visitor);
  const { slug } = await nameSite(visitor, "Acme Shop");
  const { page } = visitor;
  await visitor.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const clientId = await clientIdOn(page);
  await page.getByRole("tab", { name: "HTML" }).focus();
  for (const [key, tab, part] of [
    ["ArrowRight", "Express", clientId],
    ["ArrowRight", "Next.js", `${inject("baseUrl")}/${slug}/login`],
    ["ArrowRight", "Python", clientId],
    ["ArrowRight", "Ruby", clientId],
    ["ArrowRight", "PHP", clientId],
    ["End", "curl", clientId],
    ["ArrowRight", "HTML", `${inject("baseUrl")}/${slug}/embed.js`],
    ["ArrowLeft", "curl", `${inject("baseUrl")}/api/site_user_sessions/$TOKEN`],
    ["Home", "HTML", "signin-fast-login"],
  ] as const) {
    await page.keyboard.press(key);
    expect(await page.locator("[role=tab]:focus").textContent()).toBe(tab);
    expect(await page.locator("[role=tab][aria-selected=true]").textContent()).toBe(tab);
    expect(await page.locator("[role=tabpanel] pre").textContent()).toContain(part);
  }
  await page.getByRole("button", { name: "Copy the code for HTML" }).click();
  await page.getByText("Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await page.locator("[role=tabpanel] pre").textContent());
  expect(visitor.complaints).toEqual([]);
  await visitor.context.close();
});
