// Who may import what, by .dependency-cruiser.mjs. A run that understood no file is a failure, not a pass.
//   node bin/boundaries.mjs [FOLDER]     another checkout than this one
import { existsSync } from "node:fs";
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import config from "../.dependency-cruiser.mjs";
import { root } from "./run.mjs";

const [folder = root] = process.argv.slice(2);
process.chdir(folder);
const places = ["app", "bin", "embed", "lib", "server"].filter((place) => existsSync(place));
const { forbidden, options } = config;
const { output } = await cruise(places, { ...options, ruleSet: { forbidden }, validate: true }, undefined, {
  tsConfig: extractTSConfig("tsconfig.json"),
});
const { violations, totalCruised, totalDependenciesCruised } = output.summary;
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} -> ${to}`);
// With a TypeScript that it does not know, dependency-cruiser sees files without imports and finds nothing wrong.
const understood = output.modules.some(({ source, dependencies }) => source.startsWith("lib/core/") && dependencies.length > 0);
if (!understood) console.error("No import below lib/core was understood, so nothing was checked.");
console.log(`${totalCruised} modules, ${totalDependenciesCruised} imports, ${violations.length} forbidden`);
process.exitCode = violations.length > 0 || !understood ? 1 : 0;
