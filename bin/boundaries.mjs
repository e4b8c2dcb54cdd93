// Who may import what, by .dependency-cruiser.mjs. A run that reads no file is a failure, not a pass.
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import config from "../.dependency-cruiser.mjs";

const { forbidden, options } = config;
const { output } = await cruise(["app", "bin", "lib", "server"], { ...options, ruleSet: { forbidden }, validate: true }, undefined, {
  tsConfig: extractTSConfig("tsconfig.json"),
});
const { violations, totalCruised, totalDependenciesCruised } = output.summary;
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} -> ${to}`);
const typescript = output.modules.filter(({ source, dependencies }) => source.startsWith("lib/core/") && dependencies.length > 0).length;
if (typescript < 20) console.error(`Only ${typescript} files of lib/core were understood; the boundaries were not checked.`);
console.log(`${totalCruised} modules, ${totalDependenciesCruised} imports, ${violations.length} forbidden`);
process.exitCode = violations.length > 0 || typescript < 20 ? 1 : 0;
