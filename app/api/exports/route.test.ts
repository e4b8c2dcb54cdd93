import { createHash, generateKeyPairSync } from "node:crypto";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, test } from "vitest";
import { readBundle } from "@/lib/core/portability/bundle/read-bundle";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { answer, call } from "@/lib/testing/call-route";
import { askExport, downloadPath, type ExportJson, exported, lookAtExport } from "@/lib/testing/exports";
import { addSite, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

const conflict = {
  status: 409,
  body: { error: "Conflict", messages: ["Another export of this account is under way; wait until it is done"] },
};

async function download(found: ExportJson): Promise<Buffer> {
  return Buffer.from(await (await call("GET", downloadPath(found))).arrayBuffer());
}

const fromBuffer = (archive: Buffer) => ({
  bytes: archive.length,
  async *read(from: number, to: number) {
    yield archive.subarray(from, to);
  },
});

describe("POST /api/exports", () => {
  describe("202", () => {
    test("begins one, and the job writes what the link opens", async () => {
      const tenant = await makeTenant();
      await makeUser(tenant, "jane@example.com");
      const begun = await askExport(tenant);
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
      const done = await lookAtExport(tenant, id);
      expect(done).toEqual({
        ...fresh,
        status: "done",
        progress: { done: 4, total: 4 },
        bytes: expect.any(Number),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        download_url: expect.stringMatching(
          new RegExp(`^http://signin\\.localhost/api/exports/${id}/download\\?expires=\\d+&signature=[\\w-]{43}$`),
        ),
        finished_at: expect.stringMatching(/Z$/),
      });
      const response = await call("GET", downloadPath(done));
      const archive = Buffer.from(await response.arrayBuffer());
      expect([response.status, Object.fromEntries(response.headers)]).toEqual([
        200,
        {
          "content-type": "application/octet-stream",
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
      expect([manifest.include_secrets, manifest.recipient, manifest.files.map(({ rows }) => rows)]).toEqual([
        false,
        null,
        [1, 0, 0, 1, 0, 0, 0, 0, 0, 2],
      ]);
    });

    test("encrypted to an age key, only its owner reads it", async () => {
      const tenant = await makeTenant();
      await makeUser(tenant, "jane@example.com");
      const identity = await generateX25519Identity();
      const recipient = await identityToRecipient(identity);
      const done = await exported(tenant, { include_secrets: true, recipient });
      const file = await download(done);
      expect((await call("GET", downloadPath(done))).headers.get("content-disposition")).toMatch(/\.zip\.age"$/);
      expect(file.subarray(0, 21).toString()).toBe("age-encryption.org/v1");
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      const { manifest } = await readBundle(fromBuffer(Buffer.from(await decrypter.decrypt(file))));
      expect([manifest.include_secrets, manifest.recipient]).toEqual([true, recipient]);
    });

    test("encrypted to an RSA key, it says so by its name, and the key is told as SPKI", async () => {
      const tenant = await makeTenant();
      const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const recipient = publicKey.export({ type: "pkcs1", format: "pem" }).toString();
      const done = await exported(tenant, { include_secrets: true, recipient });
      expect(done).toMatchObject({ status: "done", recipient: publicKey.export({ type: "spki", format: "pem" }) });
      const response = await call("GET", downloadPath(done));
      expect(response.headers.get("content-disposition")).toMatch(/\.zip\.p7m"$/);
      const file = Buffer.from(await response.arrayBuffer());
      expect(file.subarray(0, 2)).toEqual(Buffer.from("3080", "hex"));
    });

    test("an export of a deleted site is in nobody's way", async () => {
      const tenant = await makeTenant();
      await askExport(tenant);
      await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [tenant.site.id]);
      expect((await askExport(await addSite(tenant))).status).toBe(202);
      await runJobs();
    });
  });

  describe("400", () => {
    test("a body that is none", async () => {
      const tenant = await makeTenant();
      const send = (json: unknown) => answer(call("POST", "/api/exports", { token: tenant.apiToken, json }));
      await changingNothing(async () => {
        expect(await send({})).toEqual(badRequest('The body must have an object "export"'));
      });
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      expect(await answer(call("POST", "/api/exports"))).toEqual(unauthorized);
    });
  });

  describe("403", () => {
    test("a token without the scope, also for an export without secrets", async () => {
      const tenant = await makeTenant();
      const token = newToken("gma_");
      await sql(
        `INSERT INTO api_tokens (id, account_id, name, token_hash, last4, scopes) VALUES ($1, $2, 'x', $3, 'abcd', '{sites:read,site_users:read,secrets:read}')`,
        [1n + tenant.site.id, tenant.account.scope.accountId, sha256(token)],
      );
      const missing = { status: 403, body: { error: "Forbidden", messages: ["This API token lacks the scope export"] } };
      expect(await askExport({ ...tenant, apiToken: token })).toEqual(missing);
      expect(await answer(call("GET", "/api/exports", { token }))).toEqual(missing);
    });
  });

  describe("404", () => {
    test("somebody else's site", async () => {
      const tenant = await makeTenant();
      const send = (json: unknown) => answer(call("POST", "/api/exports", { token: tenant.apiToken, json }));
      const theirs = await makeTenant();
      await changingNothing(async () => {
        expect(await send({ export: { site_id: Number(theirs.site.id) } })).toEqual(notFound);
      });
    });
  });

  describe("409", () => {
    test("one at a time for an account, whichever site, also when all ask at once", async () => {
      const tenant = await makeTenant();
      const second = await addSite(tenant);
      const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => askExport(at % 2 ? tenant : second)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([202, ...Array.from({ length: 7 }, () => 409)]);
      expect(answers.filter(({ status }) => status === 409)).toEqual(Array.from({ length: 7 }, () => conflict));
      expect((await askExport(await makeTenant())).status).toBe(202);
      await runJobs();
      expect((await askExport(second)).status).toBe(202);
    });
  });

  describe("413", () => {
    test("a body that is too large", async () => {
      const { apiToken } = await makeTenant();
      expect(await answer(call("POST", "/api/exports", { token: apiToken, json: { export: { recipient: "x".repeat(70_000) } } }))).toEqual(
        tooLarge,
      );
    });
  });

  describe("422", () => {
    test("fields that break a rule", async () => {
      const tenant = await makeTenant();
      const send = (json: unknown) => answer(call("POST", "/api/exports", { token: tenant.apiToken, json }));
      const site_id = Number(tenant.site.id);
      await changingNothing(async () => {
        expect(await send({ export: {} })).toEqual(invalid("Site ID can't be blank"));
        expect(await send({ export: { site_id, include_secrets: "yes" } })).toEqual(invalid("Include secrets must be true or false"));
        expect(await send({ export: { site_id, recipient: 17 } })).toEqual(invalid("Recipient must be a text"));
        expect(await send({ export: { site_id, recipient: "a".repeat(10_001) } })).toEqual(invalid("Recipient is too long"));
        expect(await send({ export: { site_id, recipient: "age1nonsense" } })).toEqual(
          invalid("Recipient is no public key of age (age1…)"),
        );
        expect(await send({ export: { site_id, recipient: "" } })).toEqual(
          invalid("Recipient is no public key: neither of age (age1…) nor PEM (-----BEGIN PUBLIC KEY-----)"),
        );
      });
    });
  });
});

describe("GET /api/exports", () => {
  describe("200", () => {
    test("lists the account's own, by site", async () => {
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
  });

  describe("400", () => {
    test("a query that cannot be read", async () => {
      const { apiToken } = await makeTenant();
      expect(await answer(call("GET", "/api/exports?page=0", { token: apiToken }))).toEqual(badRequest("Page must be a positive integer"));
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      expect(await answer(call("GET", "/api/exports"))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("somebody else's site", async () => {
      const [mine, theirs] = [await makeTenant(), await makeTenant()];
      expect(await answer(call("GET", `/api/exports?site_id=${theirs.site.id}`, { token: mine.apiToken }))).toEqual(notFound);
    });
  });
});
