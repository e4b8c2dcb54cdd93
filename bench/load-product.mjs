// The product's own modules, bundled as its server is: what is measured is what runs.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./product.mjs";

const MODULES = {
  boot: "@/lib/db/boot",
  migrate: "@/prisma/migrate",
  grantAccess: "@/lib/db/access",
  connections: "@/lib/db/client",
  disconnect: "@/lib/db/client",
  env: "@/lib/kernel/env",
  setEnv: "@/lib/kernel/env",
  searchSiteUsers: "@/lib/db/hot/search-site-users",
  countSiteUsers: "@/lib/db/hot/count-site-users",
  listSites: "@/lib/db/hot/list-sites",
  searchSites: "@/lib/db/hot/search-sites",
  listCallbackTokens: "@/lib/db/hot/list-callback-tokens",
  countCallbackTokens: "@/lib/db/hot/list-callback-tokens",
  siteTotals: "@/lib/db/hot/site-figures",
  signUpsPerDay: "@/lib/db/hot/site-figures",
  signInsPerDay: "@/lib/db/hot/site-figures",
  findSignIn: "@/lib/db/hot/find-sign-in",
};

/** Functions of the product by name. */
export async function loadProduct() {
  const outfile = join(root, `.build/bench-${process.pid}.mjs`);
  const contents = Object.entries(MODULES).map(([name, from]) => `export { ${name} } from ${JSON.stringify(from)};`).join("\n");
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    absWorkingDir: root,
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    jsx: "automatic",
    logLevel: "error",
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}
