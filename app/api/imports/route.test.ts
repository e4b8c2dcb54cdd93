import { describe, expect, test } from "vitest";
import { sha256 } from "@/lib/kernel/secrets";
import { answer, call } from "@/lib/testing/call-route";
import { CSV, ended, idOf, pending, pendingLine, upload } from "@/lib/testing/import-wire";
import { addSite, makeTenant } from "@/lib/testing/make-tenant";
import { badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { runJobs } from "@/lib/testing/run-jobs";
import { rowsOf, sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

describe("POST /api/imports", () => {
  describe("202", () => {
    test("a file is taken, and imported in the background", async () => {
      const tenant = await makeTenant();
      const begun = await upload(tenant, "&file_name=users.csv");
      expect(begun).toEqual({ status: 202, body: { import: { ...pending(tenant), file_name: "users.csv" } } });
      await runJobs();
      const done = await answer(call("GET", `/api/imports/${idOf(begun)}`, { token: tenant.apiToken }));
      expect(done).toEqual({ status: 200, body: { import: { ...ended(tenant), file_name: "users.csv" } } });
      expect(await rowsOf("stored_files")).toBe(0);
    });

    test("a mapping names the columns", async () => {
      const tenant = await makeTenant();
      const mapping = encodeURIComponent(JSON.stringify({ email: "Kontakt", "metadata.plan": "Tarif" }));
      await upload(tenant, `&mapping=${mapping}`, "Kontakt;Tarif\njane@example.com;pro\n");
      await runJobs();
      const { body } = await answer(call("GET", `/api/site_users?site_id=${tenant.site.id}`, { token: tenant.apiToken }));
      expect(body).toMatchObject({ site_users: [{ email: "jane@example.com", metadata: { plan: "pro" } }] });
    });
  });

  const known = "What we read is CSV, NDJSON and JSON in UTF-8, and our own bundles";
  const send =
    (tenant: Parameters<typeof upload>[0]) =>
    ([query, body, siteId]: [query: string, body: string, siteId?: unknown]) =>
      upload(tenant, query, body, siteId);

  describe("400", () => {
    test("a query that cannot be read", async () => {
      await expectRefusals(
        [
          [["", CSV, "x"], badRequest("Site ID must be a positive integer")],
          [["&dry_run=perhaps", CSV], badRequest("Dry run must be true or false")],
          [["&mapping=[1]", CSV], badRequest("Mapping must be a JSON object of texts")],
        ],
        send(await makeTenant()),
      );
    });

    test("an Idempotency-Key: of a file nobody could tell whether it is the same", async () => {
      const { apiToken, site } = await makeTenant();
      const headers = { "content-type": "text/csv", "idempotency-key": "k1" };
      const sent = () => answer(call("POST", `/api/imports?site_id=${site.id}`, { token: apiToken, body: CSV, headers }));
      expect(await changingNothing(sent)).toEqual(
        badRequest("Idempotency-Key is not taken with a file; the same file again changes nothing"),
      );
    });
  });

  describe("401", () => {
    test("nobody's file is taken without a credential", async () => {
      const { site } = await makeTenant();
      expect(await changingNothing(() => upload({ site, apiToken: "gma_x" }))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("somebody else's site does not exist", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      await expectRefusals([[["", CSV, stranger.site.id], notFound]], send(tenant));
    });
  });

  describe("403", () => {
    test("settings are for tokens that may change the site", async () => {
      const tenant = await makeTenant();
      await sql("UPDATE api_tokens SET scopes = ARRAY['site_users:write'] WHERE token_hash = $1", [sha256(tenant.apiToken)]);
      expect(await changingNothing(() => upload(tenant, "&settings=true"))).toEqual({
        status: 403,
        body: { error: "Forbidden", messages: ["This API token lacks the scope sites:write"] },
      });
      expect(await upload(tenant)).toMatchObject({ status: 202 });
    });
  });

  describe("413", () => {
    test("a file of more than 2 GiB is refused before it is sent", async () => {
      const { apiToken, site } = await makeTenant();
      const headers = { "content-length": String(2 * 1024 ** 3 + 1) };
      const large = () => answer(call("POST", `/api/imports?site_id=${site.id}`, { token: apiToken, body: CSV, headers }));
      expect(await changingNothing(large)).toEqual(tooLarge);
    });
  });

  describe("422", () => {
    test("a file that is none we read is refused at once with what was found, and nothing of it is kept", async () => {
      await expectRefusals(
        [
          [['&mapping={"email":"none"}', CSV], invalid("Mapping names the column none, which the file does not have")],
          [["", "name\nJane\n"], invalid("File has no column for the email. Its columns are: name")],
          [["", ""], invalid(`File is empty. ${known}`)],
          [["", "%PDF-1.7"], invalid(`File is a PDF document. ${known}`)],
          [["&format=word", CSV], invalid(expect.stringMatching(/^Format must be one of /))],
        ],
        send(await makeTenant()),
      );
    });
  });
});

describe("GET /api/imports", () => {
  const list = (token: string, query: string) => answer(call("GET", `/api/imports${query}`, { token }));

  describe("200", () => {
    test("the imports of a site, newest first", async () => {
      const tenant = await makeTenant();
      const [first, second] = [idOf(await upload(tenant)), idOf(await upload(tenant))];
      await upload(await addSite(tenant));
      expect(await list(tenant.apiToken, `?site_id=${tenant.site.id}&per_page=1`)).toEqual({
        status: 200,
        body: {
          imports: [{ ...pendingLine(tenant), id: second }],
          pagination: { page: 1, per_page: 1, total_pages: 2, total_count: 2, total_is: "exact", next_cursor: expect.any(String) },
        },
      });
      expect((await list(tenant.apiToken, `?site_id=${tenant.site.id}&page=2&per_page=1`)).body).toMatchObject({
        imports: [{ id: first }],
      });
      expect((await list(tenant.apiToken, "")).body).toMatchObject({ pagination: { total_count: 3 } });
    });
  });

  describe("400", () => {
    test("a page that is none", async () => {
      expect(await list((await makeTenant()).apiToken, "?page=0")).toEqual(badRequest("Page must be a positive integer"));
    });
  });

  describe("401", () => {
    test("without a credential", async () => expect(await list("gma_x", "")).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's site does not exist", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      expect(await list(tenant.apiToken, `?site_id=${stranger.site.id}`)).toEqual(notFound);
    });
  });
});
