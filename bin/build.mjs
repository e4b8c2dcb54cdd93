import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root, runNode } from "./run.mjs";
import { say } from "./say.mjs";

const output = join(root, ".build");
const stampFile = join(output, "stamp");
const day = 86_400_000;

/** Everything that is built: from what, into what, how. A step may read what the one before it wrote. */
const steps = {
  prisma: {
    inputs: ["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"],
    output: "lib/db/generated/client.ts",
    say: "Generating the database client …",
    // Generating needs no schema engine, but the command looks for one and would download it. Any existing file will do.
    work: () =>
      runNode("prisma generate", ["node_modules/prisma/build/index.js", "generate"], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }),
  },
  routes: {
    inputs: ["app", "bin/generate.mjs"],
    output: "server/routes.gen.ts",
    when: () => existsSync(join(root, "bin/generate.mjs")),
    say: "Generating the list of routes …",
    work: () => runNode("bin/generate.mjs", ["bin/generate.mjs"]),
  },
  widget: {
    inputs: ["embed", "lib/hosted/modules", "package-lock.json"],
    output: ".build/widget.js",
    say: "Building the widget …",
    work: () => runNode("embed/build.mjs", ["embed/build.mjs"]),
  },
  pages: {
    inputs: ["app", "lib", "public", "prisma/schema.prisma", "package-lock.json", "tsconfig.json", "next.config.mjs", "postcss.config.mjs"],
    output: ".next/BUILD_ID",
    when: () => list("app").some((file) => /(^|\/)page\.[jt]sx?$/.test(file)),
    say: "Building the pages; this takes a moment …",
    work: () => runNode("next build", ["node_modules/next/dist/bin/next", "build"]),
  },
  bundle: {
    inputs: ["app", "lib", "server", "bin", "prisma", "package-lock.json", "tsconfig.json"],
    output: ".build/main.js",
    say: "Bundling the server …",
    work: () => bundle({ main: "server/main.ts", signin: "bin/signin.ts" }),
  },
};

/** Whether what the step makes is missing or was made from something else. */
export function isStale(name) {
  const step = steps[name];
  if (step.when && !step.when()) return false;
  return !existsSync(join(root, step.output)) || stamps()[name] !== fingerprint(step);
}

/** Does the step and remembers what it was made from. What changes while it works is noticed at the next start. */
export async function perform(name) {
  const step = steps[name];
  const { [name]: _, ...others } = stamps();
  const made = fingerprint(step);
  // Forgotten first: a step that is killed half-way is done again.
  writeStamps(others);
  say(step.say);
  await step.work();
  writeStamps({ ...others, [name]: made });
}

/** Bundles TypeScript entry points into `.build`; packages stay outside. */
export async function bundle(entryPoints) {
  const { build, stop } = await import("esbuild");
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(entryPoints).filter(([, file]) => existsSync(join(root, file)))),
    outdir: output,
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    jsx: "automatic",
    platform: "node",
    target: "node20",
    tsconfig: "tsconfig.json",
    chunkNames: "chunk-[hash]",
    metafile: true,
    logLevel: "silent",
  });
  // Its helper process would stay for as long as the server runs.
  await stop();
  // A server that runs may still load a piece of its own build, so old pieces stay for a day.
  const current = new Set(Object.keys(metafile.outputs));
  for (const file of readdirSync(output).filter((name) => /^chunk-.*\.js$/.test(name))) {
    const path = join(output, file);
    if (!current.has(relative(root, path)) && Date.now() - statSync(path).mtimeMs > day) rmSync(path);
  }
}

function stamps() {
  try {
    return JSON.parse(readFileSync(stampFile, "utf8"));
  } catch {
    return {};
  }
}

function writeStamps(value) {
  mkdirSync(output, { recursive: true });
  const half = `${stampFile}.${process.pid}`;
  writeFileSync(half, JSON.stringify(value, null, 2));
  renameSync(half, stampFile);
}

/** A hash over the names and contents of everything the step reads. Tests are no part of what is built. */
function fingerprint({ inputs }) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap(list).sort()) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function list(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return [path];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${path}/${entry.name}`;
    const generated = inside === "lib/db/generated" || inside === "app/api/routes.gen.ts" || /\.test\.[jt]sx?$/.test(entry.name);
    return generated ? [] : entry.isDirectory() ? list(inside) : entry.isFile() ? [inside] : [];
  });
}
