// Builds what runs in browsers: the widget, one closed script into which the route that serves it puts the site's settings, and the
// modules of hosted pages.
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const common = { bundle: true, minify: true, legalComments: "none", logLevel: "warning" };
await build({
  ...common,
  entryPoints: [join(import.meta.dirname, "src/widget.ts")],
  outfile: join(root, ".build/widget.js"),
  format: "iife",
  target: ["es2020", "safari15.4"],
});
await build({
  ...common,
  entryPoints: [join(root, "lib/hosted/modules/passkey.ts")],
  outdir: join(root, ".build/modules"),
  format: "esm",
  target: ["es2022", "safari16"],
});
