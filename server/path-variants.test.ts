import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTenant } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { matcher } from "./dispatch";
import { ROUTES } from "./routes.gen";

let server: Awaited<ReturnType<typeof startServer>>;
let slug: string;
let siteId: bigint;
beforeAll(async () => {
  server = await startServer();
  ({
    site: { slug, id: siteId },
  } = await makeTenant());
});
afterAll(() => server.stop());

const ask = (path: string, headers: Record<string, string> = {}) => server.send(rawRequest("GET", path, { host: server.host, ...headers }));
const statusOf = async (path: string) => (await ask(path)).status;

/** An address of each route file, at a site and of a thing that are there. */
const patterns = ROUTES.flatMap(([pattern, module]) => (module ? [pattern] : []));
const addressOf = (pattern: string) =>
  pattern
    .replace("[site]", slug)
    .replaceAll(/\[\.\.\.\w+\]/g, "x")
    .replaceAll(/\[\w+\]/g, String(siteId));

/** Other ways to write an address, which a proxy, a framework or a file system might take for it. */
function variantsOf(path: string): string[] {
  const [first = "", ...rest] = path.slice(1).split("/");
  const last = path.lastIndexOf("/");
  const hex = first.charCodeAt(0).toString(16);
  return [
    `/${path}`,
    `${path}/`,
    `${path}//`,
    `/./${path.slice(1)}`,
    `/x/..${path}`,
    `/%2e${path}`,
    `/x/%2e%2e${path}`,
    `/x%2f..${path}`,
    `${path.slice(0, last)}%2f${path.slice(last + 1)}`,
    `${path.slice(0, last)}//${path.slice(last + 1)}`,
    `/%${hex}${path.slice(2)}`,
    `/%25${hex}${path.slice(2)}`,
    path.toUpperCase(),
    `/${[first.toUpperCase(), ...rest].join("/")}`,
    `${path};x=y`,
    `${path}%20`,
    `${path}%00`,
    `${path}%0a`,
    `${path}.rsc`,
    `${path}.json`,
    `${path}.segments/_tree.segment.rsc`,
    `${path}?_rsc=1`,
    `/_next/data/build${path}.json`,
  ];
}

/** Refusals that say nothing was found or nothing was understood; 303: to the page that asks who one is. */
const REFUSED = [303, 400, 401, 404, 405, 421, 422];

const match = matcher(ROUTES);

/** What leads to a route file at all. The rest is nothing to the server, which is tried on one address of each kind. */
const leading = (variants: string[]) => variants.filter((variant) => match(variant.split("?")[0] ?? "") !== null);

/** The variants that open what the address itself does not. */
async function opened(path: string, status: (path: string) => Promise<number>, variants = variantsOf(path)): Promise<string[]> {
  const own = await status(path);
  const statuses = await Promise.all(variants.map(status));
  return variants.filter((_, index) => statuses[index] !== own && !REFUSED.includes(statuses[index] ?? 0));
}

describe("a stranger", () => {
  test("no other spelling of an address opens what the address itself does not", async () => {
    const statuses = await Promise.all(patterns.map((pattern) => statusOf(addressOf(pattern))));
    const guarded = patterns.filter((_, index) => statuses[index] !== 200);
    expect(guarded.length).toBeGreaterThan(50);
    const ofEachKind = ["/api/sites", "/[site]/account", "/[site]/auth/[...path]", "/dashboard/exports/[id]"];
    expect(guarded).toEqual(expect.arrayContaining(ofEachKind));
    for (const pattern of guarded) {
      const path = addressOf(pattern);
      const variants = ofEachKind.includes(pattern) ? variantsOf(path) : leading(variantsOf(path));
      expect([pattern, await opened(path, statusOf, variants)]).toEqual([pattern, []]);
    }
  });

  test("this search finds a matcher that folds what it should not", async () => {
    const guarded = "/api/sites";
    const careless = async (path: string) => {
      if (path === guarded) return 401;
      const folded = decodeURIComponent(new URL(path.replace(/^\/+/, "/"), "http://x").pathname);
      return folded.toLowerCase().replace(/\/$/, "") === guarded ? 200 : 404;
    };
    expect(await opened(guarded, careless)).toEqual([
      "//api/sites",
      "/api/sites/",
      "/./api/sites",
      "/x/../api/sites",
      "/%2e/api/sites",
      "/x/%2e%2e/api/sites",
      "/api%2fsites",
      "/%61pi/sites",
      "/API/SITES",
      "/API/sites",
      "/api/sites?_rsc=1",
    ]);
  });

  test("headers that are not a stranger's to send open nothing", async () => {
    const headers = {
      "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
      "x-middleware-rewrite": "/api/health",
      "x-middleware-set-cookie": "next-auth.session-token=x",
      "x-nextjs-data": "1",
      "next-action": "x",
      rsc: "1",
      "next-router-prefetch": "1",
      "next-router-state-tree": "%5B%22%22%5D",
      "next-url": "/api/health",
      "x-original-url": "/api/health",
      "x-rewrite-url": "/api/health",
      "x-http-method-override": "OPTIONS",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": "signin.localhost",
      "x-forwarded-user": "admin",
      "x-remote-user": "admin",
      "x-user-id": "1",
      "x-account-id": "1",
      "x-signin-client-ip": "127.0.0.1",
    };
    for (const pattern of patterns) {
      const path = addressOf(pattern);
      const [plain, dressed] = await Promise.all([ask(path), ask(path, headers)]);
      expect([pattern, dressed.status, dressed.headers["content-type"]]).toEqual([pattern, plain.status, plain.headers["content-type"]]);
    }
  });
});

describe("what is not there", () => {
  const FILES =
    `.env .env.local .env.production .env.backup .git/config .git/HEAD .git/index .gitignore .svn/entries .hg/hgrc .DS_Store .npmrc
    .aws/credentials .ssh/id_rsa .docker/config.json .dockerignore Dockerfile docker-compose.yml Makefile package.json package-lock.json
    tsconfig.json next.config.mjs prisma/schema.prisma prisma.config.ts server/main.ts lib/db/client.ts node_modules/pg/package.json
    .data/keys .data/database-url data/keys keys backup.sql dump.sql db.sqlite backup.zip site.tar.gz id_rsa server.key privkey.pem
    config.json config.yml settings.json credentials.json secrets.json web.config .htaccess .htpasswd nginx.conf phpinfo.php wp-login.php
    wp-admin/ wp-config.php xmlrpc.php admin/ admin/login phpmyadmin/ server-status server-info actuator actuator/env actuator/heapdump
    debug debug/pprof/ debug/vars trace console swagger-ui.html swagger.json v2/api-docs graphql graphiql api/graphql api/debug api/internal
    api/users api/admin api/env api/config api/keys api/accounts api/operators api/api_tokens cgi-bin/ jmx-console solr/ struts elmah.axd
    _profiler _ignition telescope horizon storage/logs/laravel.log logs/error.log error_log .bash_history .vscode/settings.json
    .idea/workspace.xml .env.example vendor/composer/installed.json crossdomain.xml`.split(/\s+/);

  test("a hundred addresses where others keep their secrets are nothing here", async () => {
    expect(FILES.length).toBeGreaterThanOrEqual(100);
    const asked = FILES.flatMap((file) => [`/${file}`, `/_next/static/../../${file}`]);
    const statuses = await Promise.all(asked.map(async (path) => [path, await statusOf(path)]));
    expect(statuses.filter(([, status]) => status !== 404)).toEqual([]);
    expect(server.visits).toEqual([]);
  });

  test("what the framework would answer beside its pages is nothing here", async () => {
    const asked = [
      "/_next/image?url=%2Ffavicon.ico&w=64&q=75",
      "/_next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75",
      "/_next/data/build/dashboard.json",
      "/_next/webpack-hmr",
      "/_next/server/app/page.js",
      "/_next/static/%2e%2e/server/pages-manifest.json",
      "/_next/static/../server/pages-manifest.json",
      "/_next/../.env",
      "/_next",
      "/_next/",
      "/__nextjs_original-stack-frame?file=x",
      "/__nextjs_source-map?filename=x",
      "/_error",
      "/_app",
      "/_document",
      "/_not-found",
      "/_global-error",
      "/_middleware",
    ];
    const statuses = await Promise.all(asked.map(async (path) => [path, await statusOf(path)]));
    expect(statuses.filter(([, status]) => status !== 404)).toEqual([]);
    expect(server.visits).toEqual([]);
  });
});
