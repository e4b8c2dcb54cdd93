import { expect } from "vitest";
import { answer, call } from "./call-route";
import type { Tenant } from "./make-tenant";

/** Imports over the API, as tests send and expect them. */

export const CSV = "email,name\njane@example.com,Jane\nnobody,\n";

const bytes = Buffer.byteLength(CSV);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** Sends a file to be imported. */
export const upload = ({ apiToken, site }: Pick<Tenant, "apiToken" | "site">, query = "", body = CSV, siteId: unknown = site.id) =>
  answer(call("POST", `/api/imports?site_id=${siteId}${query}`, { token: apiToken, body, headers: { "content-type": "text/csv" } }));

/** The id of an import that was just begun. */
export const idOf = ({ body }: { body: unknown }) => (body as { import: { id: number } }).import.id;

/** An import of CSV at its beginning, as one of a list. */
export const pendingLine = ({ site }: Tenant) => ({
  id: expect.any(Number),
  site_id: Number(site.id),
  status: "pending",
  dry_run: false,
  format: "csv",
  file_name: null,
  counts: { new: 0, update: 0, skip: 0, refuse: 0 },
  progress: { rows_done: 0, bytes_done: 0, bytes },
  problem: null,
  can_run: false,
  created_at: TIME,
  started_at: null,
  finished_at: null,
});

/** The same by itself. */
export const pending = (tenant: Tenant) => ({ ...pendingLine(tenant), errors: [], errors_total: 0, notes: [] });

/** The same at its end. */
export const ended = (tenant: Tenant) => ({
  ...pending(tenant),
  status: "done",
  counts: { new: 1, update: 0, skip: 0, refuse: 1 },
  progress: { rows_done: 2, bytes_done: bytes, bytes },
  started_at: TIME,
  finished_at: TIME,
  errors: [{ row: 2, messages: ["Email is invalid"] }],
  errors_total: 1,
});
