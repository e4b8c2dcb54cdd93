// The hosted login page as a Next page: the product's own components, drawn by a dynamic page of a throwaway Next app in a temporary folder.
// It looks its site up by slug with pg, as ours does. The style sheet is a file of its own, which spares Next from writing it into every answer.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const PAGE = `
import pg from "pg";
import { enabledMethods, PAGES, signInSettings, textsOf } from "@/hosted.mjs";

export const dynamic = "force-dynamic";
globalThis.benchPool ??= new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12, idleTimeoutMillis: 0 });

export default async function Login({ params, searchParams }) {
  const { site: slug } = await params;
  const { state = null } = await searchParams;
  const { rows: [row] } = await globalThis.benchPool.query({ name: "site", text: "SELECT name, slug, home_uri, success_uri, cancel_uri, sign_ups FROM sites WHERE slug = $1", values: [slug] });
  const site = {
    name: row.name, slug: row.slug, destination: new URL(row.success_uri ?? row.home_uri).host, cancelHref: row.cancel_uri ?? row.home_uri,
    signUps: row.sign_ups, methods: enabledMethods({}), signIn: signInSettings({}),
  };
  return PAGES["sign-in"].body({ site, view: { page: "sign-in", email: "", state, notice: null, problem: null }, t: textsOf("en") });
}
`;

/** What the page is made of: the product's own components with what they need, in one file. */
const HOSTED = `
export { PAGES } from "@/lib/hosted/pages";
export { textsOf } from "@/lib/texts";
export { enabledMethods, signInSettings } from "@/lib/core/sign-in/methods/settings";
`;

const LAYOUT = `
import "./style.css";
export const metadata = { title: "Sign in" };
export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`;

/** Builds the app once and starts it with \`next start\`'s own server. */
export async function nextPage({ root, folder, databaseUrl, port }) {
  mkdirSync(join(folder, "app/[site]/login"), { recursive: true });
  // The bundler follows no link out of its root, so the packages are hard links, or copies where that cannot be.
  const packages = realpathSync(join(root, "node_modules"));
  try {
    execFileSync("cp", ["-al", packages, join(folder, "node_modules")], { stdio: "ignore" });
  } catch {
    execFileSync("cp", ["-a", packages, folder]);
  }
  const { buildSync } = createRequire(join(root, "package.json"))("esbuild");
  const bundle = { bundle: true, packages: "external", format: "esm", platform: "node", jsx: "automatic", absWorkingDir: root, logLevel: "error" };
  buildSync({ ...bundle, stdin: { contents: HOSTED, resolveDir: root, loader: "ts" }, outfile: join(folder, "hosted.mjs") });
  const style = join(folder, "stylesheet.mjs");
  buildSync({ ...bundle, entryPoints: [join(root, "lib/hosted/theme/stylesheet.ts")], outfile: style });
  const { STYLESHEET } = await import(pathToFileURL(style).href);
  const files = {
    "package.json": JSON.stringify({ name: "next-page", private: true, type: "module" }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { jsx: "react-jsx", module: "esnext", moduleResolution: "bundler", allowJs: true, noEmit: true, strict: false, skipLibCheck: true, paths: { "@/*": ["./*"] } },
      include: ["app"],
    }),
    "next.config.mjs": `export default { poweredByHeader: false, typescript: { ignoreBuildErrors: true }, serverExternalPackages: ["pg"], turbopack: { root: import.meta.dirname } };`,
    "app/style.css": STYLESHEET,
    "app/layout.jsx": LAYOUT,
    "app/[site]/login/page.jsx": PAGE,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", DATABASE_URL: databaseUrl };
  const next = join(folder, "node_modules/next/dist/bin/next");
  execFileSync(process.execPath, [next, "build"], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
  const child = spawn(process.execPath, [next, "start", "-p", String(port), "-H", "127.0.0.1"], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
  for (let tries = 0; tries < 300; tries++) {
    if (await fetch(`http://127.0.0.1:${port}/none`).then(() => true, () => false)) break;
    await pause(100);
  }
  return {
    pid: child.pid,
    port,
    async stop() {
      child.kill();
      await new Promise((done) => (child.exitCode === null && child.signalCode === null ? child.once("exit", done) : done()));
    },
  };
}
