import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rotateFasteditorKey } from "@/lib/core/sites/rotate-fasteditor-key";
import { DIALECTS } from "@/lib/dialects";
import { makeTenant } from "@/lib/testing/make-tenant";
import { startServer } from "@/lib/testing/raw-http";
import { dialectGuides } from "./dialects";

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test("there is a guide for each dialect, under its name", () => {
  const guides = dialectGuides({ appUrl: "https://signin.example", slug: "acme" });
  expect(guides.map(({ id, name }) => [id, name])).toEqual(DIALECTS.map(({ id, name }) => [id, name]));
});

test.each(["fastgen", "fastauth", "fastschema", "fasteditor"])("the call of %s makes a user as it stands", async (dialect) => {
  const tenant = await makeTenant();
  const guides = dialectGuides({ appUrl: `http://${server.host}`, slug: tenant.site.slug });
  const { call = "" } = guides.find(({ id }) => id === dialect) ?? {};
  const FASTEDITOR_KEY = await rotateFasteditorKey(tenant.account, { id: tenant.site.id });
  const { stdout } = await promisify(execFile)("sh", ["-c", call.replace("curl -i", "curl -s -i")], {
    env: { ...process.env, FASTEDITOR_KEY },
  });
  expect(stdout).toMatch(/^HTTP\/1\.1 20[01] /);
  expect(await tenant.context.db.siteUser.count({ where: { emailCanonical: "jane@example.com" } })).toBe(1);
});
