import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeOperator, type SignedIn } from "@/lib/testing/make-operator";
import { unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { createSite } from "../../sites/create-site";
import { readBundle } from "../bundle/read-bundle";
import { beginExport } from "./begin-export";
import type { Export } from "./export";
import { exportToFile } from "./export-to-file";
import { getExport } from "./get-export";
import { mayFetchExport } from "./may-fetch-export";

async function world() {
  const signedIn = await makeOperator();
  return { ...signedIn, site: await createSite(signedIn.operator, { name: "Acme", slug: unique("acme") }) };
}

async function exported({ operator }: SignedIn, siteId: bigint, asked: object): Promise<Export> {
  const { id } = await beginExport(operator, siteId, asked, operator.operator.email);
  await runJobs();
  return getExport(operator, id);
}

describe("an operator's export", () => {
  test("without secrets is fetched by a session as long as the file is there, by anybody of the account", async () => {
    const signedIn = await world();
    const done = await exported(signedIn, signedIn.site.id, {});
    expect(mayFetchExport(signedIn.operator, done)).toBe(true);
    expect(mayFetchExport((await makeOperator()).operator, done)).toBe(true);
    expect(mayFetchExport(signedIn.operator, { ...done, fileId: null })).toBe(false);
    expect(mayFetchExport(signedIn.operator, { ...done, status: "running" })).toBe(false);
  });

  test("with secrets is fetched by who asked for it, and by nobody else", async () => {
    const signedIn = await world();
    const done = await exported(signedIn, signedIn.site.id, { includeSecrets: true });
    const { operator: colleague } = await makeOperator();
    expect([mayFetchExport(signedIn.operator, done), mayFetchExport(colleague, done)]).toEqual([true, false]);
  });

  test("is of their own account's sites only", async () => {
    const { operator } = await makeOperator();
    const { site } = await world();
    await expect(beginExport(operator, site.id, {}, operator.operator.email)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("an export from the command line", () => {
  const plain = { includeSecrets: false, recipient: null };

  test("is a bundle in a file of one's own, which is never overwritten", async () => {
    const { site } = await world();
    const folder = await mkdtemp(join(tmpdir(), "signin-export-"));
    const path = join(folder, "acme.zip");
    try {
      const { rows, bytes } = await exportToFile(site.slug, path, { ...plain, includeSecrets: true }, () => undefined);
      const archive = await readFile(path);
      expect([rows, bytes, (await stat(path)).mode & 0o777]).toEqual([3, archive.length, 0o600]);
      const read = async function* (from: number, to: number) {
        yield archive.subarray(from, to);
      };
      expect((await readBundle({ bytes, read })).manifest.include_secrets).toBe(true);
      await writeFile(path, "precious");
      await expect(exportToFile(site.slug, path, plain, () => undefined)).rejects.toMatchObject({
        issues: [{ message: `${path} is there already` }],
      });
      expect(await readFile(path, "utf8")).toBe("precious");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("says what is missing", async () => {
    const { site } = await world();
    const tried = (slug: string, path: string, recipient: string | null = null) =>
      exportToFile(slug, path, { ...plain, recipient }, () => undefined).catch(({ issues }) => issues[0].message);
    expect(await tried(site.slug, "")).toBe("Say where to: --out FILE");
    expect(await tried("nobody-here", "/tmp/x.zip")).toBe("There is no site with this slug: --site SLUG");
    expect(await tried(site.slug, "/tmp/x.zip", "age1x")).toBe("Recipient is no public key of age (age1…)");
  });
});
