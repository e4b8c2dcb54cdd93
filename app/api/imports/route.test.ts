import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, invalid, notFound, tooLarge } from "@/lib/testing/refusals";
import { runJobs } from "@/lib/testing/run-jobs";
import { rowsOf } from "@/lib/testing/sql";
import { expectRefusals } from "@/lib/testing/unchanged";

const CSV = "email,name\njane@example.com,Jane\nnobody,\n";

const upload = ({ apiToken, site }: Tenant, query = "", body = CSV, siteId: unknown = site.id) =>
  answer(call("POST", `/api/imports?site_id=${siteId}${query}`, { token: apiToken, body, headers: { "content-type": "text/csv" } }));
const get = ({ apiToken }: Tenant, path: string) => answer(call("GET", path, { token: apiToken }));
const idOf = ({ body }: { body: unknown }) => (body as { import: { id: number } }).import.id;

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** An import as it is answered, at its beginning. */
const pending = (tenant: Tenant) => ({
  id: expect.any(Number),
  site_id: Number(tenant.site.id),
  status: "pending",
  dry_run: false,
  format: "csv",
  file_name: null,
  counts: { new: 0, update: 0, skip: 0, refuse: 0 },
  progress: { rows_done: 0, bytes_done: 0, bytes: Buffer.byteLength(CSV) },
  problem: null,
  can_run: false,
  created_at: TIME,
  started_at: null,
  finished_at: null,
  errors: [],
  errors_total: 0,
  notes: [],
});

const ended = (tenant: Tenant) => ({
  ...pending(tenant),
  status: "done",
  counts: { new: 1, update: 0, skip: 0, refuse: 1 },
  progress: { rows_done: 2, bytes_done: Buffer.byteLength(CSV), bytes: Buffer.byteLength(CSV) },
  started_at: TIME,
  finished_at: TIME,
  errors: [{ row: 2, messages: ["Email is invalid"] }],
  errors_total: 1,
});

describe("POST /api/imports", () => {
  test("202: a file is taken, and imported in the background", async () => {
    const tenant = await makeTenant();
    const begun = await upload(tenant, "&file_name=users.csv");
    expect(begun).toEqual({ status: 202, body: { import: { ...pending(tenant), file_name: "users.csv" } } });
    await runJobs();
    expect(await get(tenant, `/api/imports/${idOf(begun)}`)).toEqual({ status: 200, body: { import: { ...ended(tenant), file_name: "users.csv" } } });
    expect(await rowsOf("stored_files")).toBe(0);
  });

  test("202: a dry run counts and writes no user; its file is imported from once", async () => {
    const tenant = await makeTenant();
    const begun = await upload(tenant, "&dry_run=true");
    await runJobs();
    const dry = { ...ended(tenant), dry_run: true, can_run: true };
    expect(await get(tenant, `/api/imports/${idOf(begun)}`)).toEqual({ status: 200, body: { import: dry } });
    expect((await get(tenant, `/api/site_users?site_id=${tenant.site.id}`)).body).toMatchObject({ site_users: [] });

    const run = () => answer(call("POST", `/api/imports/${idOf(begun)}/run`, { token: tenant.apiToken }));
    const real = await run();
    expect(real).toEqual({ status: 202, body: { import: pending(tenant) } });
    expect(await run()).toEqual(invalid("Import has no file any more: it is kept for an hour. Upload it again"));
    await runJobs();
    expect(await get(tenant, `/api/imports/${idOf(real)}`)).toEqual({ status: 200, body: { import: ended(tenant) } });
    expect((await get(tenant, `/api/site_users?site_id=${tenant.site.id}`)).body).toMatchObject({ site_users: [{ email: "jane@example.com" }] });
  });

  test("a mapping names the columns", async () => {
    const tenant = await makeTenant();
    const mapping = encodeURIComponent(JSON.stringify({ email: "Kontakt", "metadata.plan": "Tarif" }));
    await upload(tenant, `&mapping=${mapping}`, "Kontakt;Tarif\njane@example.com;pro\n");
    await runJobs();
    expect((await get(tenant, `/api/site_users?site_id=${tenant.site.id}`)).body).toMatchObject({
      site_users: [{ email: "jane@example.com", metadata: { plan: "pro" } }],
    });
  });

  test("400, 404, 413, 422: what cannot be imported is refused at once, and nothing of it is kept", async () => {
    const [tenant, stranger] = [await makeTenant(), await makeTenant()];
    const known = "What we read is CSV, NDJSON and JSON in UTF-8, and our own bundles";
    await expectRefusals<[query: string, body: string, siteId?: unknown]>(
      [
        [["", CSV, stranger.site.id], notFound],
        [["", CSV, "x"], badRequest("Site ID must be a positive integer")],
        [["&dry_run=perhaps", CSV], badRequest("Dry run must be true or false")],
        [["&mapping=[1]", CSV], badRequest("Mapping must be a JSON object of texts")],
        [["&mapping={\"email\":\"none\"}", CSV], invalid("Mapping names the column none, which the file does not have")],
        [["", "name\nJane\n"], invalid("File has no column for the email. Its columns are: name")],
        [["", ""], invalid(`File is empty. ${known}`)],
        [["", "%PDF-1.7"], invalid(`File is a PDF document. ${known}`)],
        [["&format=word", CSV], invalid(expect.stringMatching(/^Format must be one of /))],
      ],
      ([query, body, siteId]) => upload(tenant, query, body, siteId),
    );
    const large = call("POST", `/api/imports?site_id=${tenant.site.id}`, {
      token: tenant.apiToken,
      body: CSV,
      headers: { "content-length": String(2 * 1024 ** 3 + 1) },
    });
    expect(await answer(large)).toEqual(tooLarge);
  });
});

describe("GET /api/imports", () => {
  test("200: the imports of a site, newest first", async () => {
    const tenant = await makeTenant();
    const other = await addSite(tenant);
    const [first, second] = [idOf(await upload(tenant)), idOf(await upload(tenant))];
    await upload(other);
    const list = await get(tenant, `/api/imports?site_id=${tenant.site.id}&per_page=1`);
    const { errors: _, errors_total: __, notes: ___, ...line } = pending(tenant);
    expect(list).toEqual({
      status: 200,
      body: { imports: [{ ...line, id: second }], pagination: { page: 1, per_page: 1, total_pages: 2, total_count: 2 } },
    });
    expect((await get(tenant, `/api/imports?site_id=${tenant.site.id}&per_page=1&page=2`)).body).toMatchObject({ imports: [{ id: first }] });
    expect((await get(tenant, "/api/imports")).body).toMatchObject({ pagination: { total_count: 3 } });
  });

  test("404: somebody else's site and somebody else's import do not exist", async () => {
    const [tenant, stranger] = [await makeTenant(), await makeTenant()];
    const id = idOf(await upload(stranger, "&dry_run=1"));
    await runJobs();
    for (const path of [`/api/imports?site_id=${stranger.site.id}`, `/api/imports/${id}`, `/api/imports/${id}/report`, "/api/imports/1"]) {
      expect(await get(tenant, path)).toEqual(notFound);
    }
    expect(await answer(call("POST", `/api/imports/${id}/run`, { token: tenant.apiToken }))).toEqual(notFound);
  });
});

describe("GET /api/imports/:id/report", () => {
  test("200: all rows that something is to be said about, as CSV that no spreadsheet computes with", async () => {
    const tenant = await makeTenant();
    const id = idOf(await upload(tenant, "", "email,username\n=cmd,\njane@example.com,a b\n"));
    await runJobs();
    const response = await call("GET", `/api/imports/${id}/report`, { token: tenant.apiToken });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="import-${id}.csv"`);
    expect(await response.text()).toBe(
      "row,outcome,messages\r\n1,refused,Email is invalid\r\n2,noted,Username must not contain spaces or @: it is left out\r\n",
    );
  });
});
