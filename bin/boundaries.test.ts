import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the check over a small tree of its own. */
function check(files: Record<string, string>): { status: number | null; stderr: string } {
  folder = mkdtempSync(join(tmpdir(), "signin-boundaries-"));
  for (const [file, text] of Object.entries({ "tsconfig.json": "{}", ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "boundaries.mjs"), folder], { encoding: "utf8" });
  return { status, stderr };
}

const innocent = { "lib/core/a.ts": 'import { b } from "../kernel/b";\nexport const a = b;\n', "lib/kernel/b.ts": "export const b = 1;\n" };

test("a tree within the boundaries passes", () => {
  expect(check(innocent)).toEqual({ status: 0, stderr: "" });
});

test.each([
  ["core-knows-no-wire", { "lib/core/c.ts": 'import "../http/d";\n', "lib/http/d.ts": "export {};\n" }],
  ["kernel-imports-nothing-of-ours", { "lib/kernel/c.ts": 'import "../core/a";\n' }],
  ["routes-do-not-touch-the-database", { "app/api/x/route.ts": 'import "../../../lib/db/e";\n', "lib/db/e.ts": "export {};\n" }],
  ["client-in-db-only", { "lib/http/c.ts": 'import "../db/client";\n', "lib/db/client.ts": "export {};\n" }],
  ["no-cycles", { "lib/core/c.ts": 'import "./d";\n', "lib/core/d.ts": 'import "./c";\n' }],
])("%s is seen", (rule, files) => {
  const { status, stderr } = check({ ...innocent, ...files });
  expect(status).toBe(1);
  expect(stderr).toContain(`${rule}: `);
});

test("a run that understood nothing is a failure", () => {
  expect(check({ "lib/kernel/b.ts": "export const b = 1;\n" })).toEqual({
    status: 1,
    stderr: "No import below lib/core was understood, so nothing was checked.\n",
  });
});
