// Builds the widget: one closed script, no dependency. The route that serves it puts the site's settings into it.
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
await build({
  entryPoints: [join(import.meta.dirname, "src/widget.ts")],
  outfile: join(root, ".build/widget.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020", "safari15.4"],
  legalComments: "none",
  logLevel: "warning",
});
