import { createHash } from "node:crypto";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, test, vi } from "vitest";
import { readBundle } from "@/lib/core/portability/bundle/read-bundle";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, invalid, notFound } from "@/lib/testing/refusals";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

type ExportJson = { id: number; download_url: string | null; status: string; problem: string | null; sha256: string; bytes: number };

const conflict = {
  status: 409,
  body: { error: "Conflict", messages: ["Another export of this account is under way; wait until it is done"] },
};

const begin = ({ apiToken, site }: Tenant, asked: object = {}) =>
  answer(call("POST", "/api/exports", { token: apiToken, json: { export: { site_id: Number(site.id), ...asked } } }));
const look = async ({ apiToken }: Tenant, id: number) =>
  ((await answer(call("GET", `/api/exports/${id}`, { token: apiToken }))).body as { export: ExportJson }).export;

async function exported(tenant: Tenant, asked: object = {}): Promise<ExportJson> {
  const { body } = await begin(tenant, asked);
  await runJobs();
  return look(tenant, (body as { export: ExportJson }).export.id);
}

const pathOf = (found: ExportJson) => String(found.download_url).replace("http://signin.localhost", "");

async function download(found: ExportJson): Promise<Buffer> {
  return Buffer.from(await (await call("GET", pathOf(found))).arrayBuffer());
}

const fromBuffer = (archive: Buffer) => ({
  bytes: archive.length,
  async *read(from: number, to: number) {
    yield archive.subarray(from, to);
  },
});

describe("POST /api/exports", () => {
  test("202: begins one, and the job writes what the link opens", async () => {
    const tenant = await makeTenant();
    await makeUser(tenant, "jane@example.com");
    const begun = await begin(tenant);
    const id = (begun.body as { export: ExportJson }).export.id;
    const fresh = {
      id,
      site_id: Number(tenant.site.id),
      status: "pending",
      include_secrets: false,
      recipient: null,
      progress: { done: 0, total: null },
      bytes: null,
      sha256: null,
      problem: null,
      download_url: null,
      created_at: expect.stringMatching(/Z$/),
      finished_at: null,
    };
    expect(begun).toEqual({ status: 202, body: { export: fresh } });
    await runJobs();
    const done = await look(tenant, id);
    expect(done).toEqual({
      ...fresh,
      status: "done",
      progress: { done: 2, total: 2 },
      bytes: expect.any(Number),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      download_url: expect.stringMatching(
        new RegExp(`^http://signin\\.localhost/api/exports/${id}/download\\?expires=\\d+&signature=[\\w-]{43}$`),
      ),
      finished_at: expect.stringMatching(/Z$/),
    });
    const response = await call("GET", pathOf(done));
    const archive = Buffer.from(await response.arrayBuffer());
    expect([response.status, Object.fromEntries(response.headers)]).toEqual([
      200,
      {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${tenant.site.slug}-${new Date().toISOString().slice(0, 10)}.zip"`,
        "content-length": String(done.bytes),
        "cache-control": "no-store",
        "cross-origin-resource-policy": "same-origin",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "referrer-policy": "no-referrer",
      },
    ]);
    expect([archive.length, createHash("sha256").update(archive).digest("hex")]).toEqual([done.bytes, done.sha256]);
    const { manifest } = await readBundle(fromBuffer(archive));
    expect([manifest.include_secrets, manifest.recipient, manifest.files.map(({ rows }) => rows)]).toEqual([false, null, [1, 1, 0]]);
  });

  test("202: encrypted to an age key, only its owner reads it", async () => {
    const tenant = await makeTenant();
    await makeUser(tenant, "jane@example.com");
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const done = await exported(tenant, { include_secrets: true, recipient });
    const file = await download(done);
    expect((await call("GET", pathOf(done))).headers.get("content-disposition")).toMatch(/\.zip\.age"$/);
    expect(file.subarray(0, 21).toString()).toBe("age-encryption.org/v1");
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const { manifest } = await readBundle(fromBuffer(Buffer.from(await decrypter.decrypt(file))));
    expect([manifest.include_secrets, manifest.recipient]).toEqual([true, recipient]);
  });

  test("409: one at a time for an account, whichever site, also when all ask at once", async () => {
    const tenant = await makeTenant();
    const second = await addSite(tenant);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => begin(at % 2 ? tenant : second)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, ...Array.from({ length: 7 }, () => 409)]);
    expect(answers.filter(({ status }) => status === 409)).toEqual(Array.from({ length: 7 }, () => conflict));
    expect((await begin(await makeTenant())).status).toBe(202);
    await runJobs();
    expect((await begin(second)).status).toBe(202);
  });

  test("an export of a deleted site is in nobody's way", async () => {
    const tenant = await makeTenant();
    await begin(tenant);
    await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [tenant.site.id]);
    expect((await begin(await addSite(tenant))).status).toBe(202);
    await runJobs();
  });

  test("400, 404, 422: refusals, and nothing is begun", async () => {
    const tenant = await makeTenant();
    const theirs = await makeTenant();
    const send = (json: unknown) => answer(call("POST", "/api/exports", { token: tenant.apiToken, json }));
    const site_id = Number(tenant.site.id);
    await changingNothing(async () => {
      expect(await send({})).toEqual(badRequest('The body must have an object "export"'));
      expect(await send({ export: { site_id: Number(theirs.site.id) } })).toEqual(notFound);
      expect(await send({ export: {} })).toEqual(invalid("Site ID can't be blank"));
      expect(await send({ export: { site_id, include_secrets: "yes" } })).toEqual(invalid("Include secrets must be true or false"));
      for (const recipient of ["age1nonsense", "", "ssh-ed25519 AAAA", `age1${"q".repeat(58)}`]) {
        expect(await send({ export: { site_id, recipient } })).toEqual(invalid("Recipient is no public key of age (age1…)"));
      }
    });
  });

  test("403: a token without the scope, also for an export without secrets", async () => {
    const tenant = await makeTenant();
    const token = newToken("gma_");
    await sql(
      `INSERT INTO api_tokens (id, account_id, name, token_hash, last4, scopes) VALUES ($1, $2, 'x', $3, 'abcd', '{sites:read,site_users:read,secrets:read}')`,
      [1n + tenant.site.id, tenant.account.scope.accountId, sha256(token)],
    );
    const missing = { status: 403, body: { error: "Forbidden", messages: ["This API token lacks the scope export"] } };
    expect(await begin({ ...tenant, apiToken: token })).toEqual(missing);
    expect(await answer(call("GET", "/api/exports", { token }))).toEqual(missing);
  });
});

describe("GET /api/exports", () => {
  test("200: lists the account's own, by site", async () => {
    const mine = await makeTenant();
    const second = await addSite(mine);
    await exported(await makeTenant());
    const [first, other] = [await exported(mine), await exported(second)];
    const ids = async (query: string) => {
      const { body } = await answer(call("GET", `/api/exports${query}`, { token: mine.apiToken }));
      return (body as { exports: ExportJson[] }).exports.map(({ id }) => id);
    };
    expect(await ids("")).toEqual([other.id, first.id]);
    expect(await ids(`?site_id=${mine.site.id}`)).toEqual([first.id]);
    expect(await answer(call("GET", `/api/exports?site_id=${mine.site.id}`, { token: (await makeTenant()).apiToken }))).toEqual(notFound);
  });

  test("404: somebody else's", async () => {
    const [mine, theirs] = [await makeTenant(), await makeTenant()];
    const { id } = await exported(theirs);
    expect(await answer(call("GET", `/api/exports/${id}`, { token: mine.apiToken }))).toEqual(notFound);
    expect(await answer(call("GET", "/api/exports/1", { token: mine.apiToken }))).toEqual(notFound);
  });
});

describe("GET /api/exports/[id]/download", () => {
  test("404: a link that we did not sign, or for another export, or whose time is over", async () => {
    const tenant = await makeTenant();
    const [one, two] = [await exported(tenant), await exported(tenant)];
    const link = new URL(String(one.download_url));
    const changed = (change: (url: URL) => void) => {
      const url = new URL(link);
      change(url);
      return answer(call("GET", url.pathname + url.search));
    };
    const signature = link.searchParams.get("signature") ?? "";
    expect(await changed((url) => url.searchParams.set("signature", `${signature.slice(0, -4)}AAAA`))).toEqual(notFound);
    expect(await changed((url) => url.searchParams.set("signature", `${signature}=`))).toEqual(notFound);
    expect(await changed((url) => url.searchParams.set("expires", "999999999999"))).toEqual(notFound);
    expect(await changed((url) => (url.pathname = `/api/exports/${two.id}/download`))).toEqual(notFound);
    expect(await changed((url) => url.searchParams.delete("signature"))).toMatchObject({ status: 400 });
  });

  test("lasts a quarter of an hour, and not a second longer", async () => {
    const tenant = await makeTenant();
    const done = await exported(tenant);
    const expires = Number(new URL(String(done.download_url)).searchParams.get("expires"));
    expect(expires - Math.floor(Date.now() / 1_000)).toBeLessThanOrEqual(900);
    vi.useFakeTimers({ toFake: ["Date"], now: expires * 1_000 });
    expect(await answer(call("GET", pathOf(done)))).toEqual(notFound);
    vi.setSystemTime(expires * 1_000 - 1);
    expect((await call("GET", pathOf(done))).status).toBe(200);
    vi.useRealTimers();
  });

  test("404: once the site is deleted", async () => {
    const tenant = await makeTenant();
    const done = await exported(tenant);
    await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [tenant.site.id]);
    expect(await answer(call("GET", pathOf(done)))).toEqual(notFound);
  });

  test("who goes away ends the reading", async () => {
    const done = await exported(await makeTenant());
    const reader = ((await call("GET", pathOf(done))).body as ReadableStream<Uint8Array>).getReader();
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    expect((await reader.read()).done).toBe(true);
  });
});
