import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTenant } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { rowsOf } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

const ARRIVAL_MS = 150;

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer(undefined, { arrivalMs: ARRIVAL_MS });
});
afterAll(() => server.stop());

/** Begins a POST whose body is still to come, and tells what it is answered. */
function post(path: string, token: string, headers: Record<string, string> = {}) {
  const sent = request({
    host: "127.0.0.1",
    port: server.port,
    path,
    method: "POST",
    agent: false,
    headers: { host: server.host, authorization: `Bearer ${token}`, ...headers },
  });
  const answer = new Promise<{ status: number | undefined; body: unknown }>((done, failed) => {
    sent.on("error", failed);
    sent.on("response", async (response: IncomingMessage) => done({ status: response.statusCode, body: JSON.parse(await text(response)) }));
  });
  answer.catch(() => undefined);
  return { sent, answer };
}

const write = (sent: ClientRequest, bytes: string) => new Promise<void>((done) => sent.write(bytes, () => done()));

const late = { status: 408, body: { error: "Request Timeout", messages: ["The request took too long to arrive"] } };

test("a body that does not arrive in time is refused, and an upload only has to go on", async () => {
  const { apiToken, site } = await makeTenant();
  const upload = post(`/api/imports?site_id=${site.id}`, apiToken);
  await write(upload.sent, "email\njane@example.com\n");
  const slow = await changingNothing(async () => {
    const { sent, answer } = post("/api/sites", apiToken, { "content-type": "application/json" });
    await write(sent, '{"site":');
    return answer;
  });
  expect(slow).toEqual(late);
  // The upload has been under way for longer than that.
  upload.sent.end("joe@example.com\n");
  expect(await upload.answer).toMatchObject({ status: 202, body: { import: { status: "pending", progress: { bytes: 39 } } } });
});

test("an upload may be larger than any other body, and nothing else may", async () => {
  const { apiToken, site } = await makeTenant();
  const rows = `email\n${"jane@example.com\n".repeat(20_000)}`;
  const upload = post(`/api/imports?site_id=${site.id}`, apiToken);
  upload.sent.end(rows);
  expect(await upload.answer).toMatchObject({ status: 202, body: { import: { progress: { bytes: rows.length } } } });
  const other = post(`/api/imports/1/run?site_id=${site.id}`, apiToken, { "content-length": String(rows.length) });
  other.sent.end(rows);
  expect(await other.answer).toMatchObject({ status: 404 });
  const site413 = post("/api/sites", apiToken, { "content-type": "application/json", "content-length": String(rows.length) });
  site413.sent.end(rows);
  expect(await site413.answer).toMatchObject({ status: 413 });
});

test("an upload that is refused at its beginning is answered, and its connection serves the next request", async () => {
  const { apiToken, site } = await makeTenant();
  const file = Buffer.concat([Buffer.from("%PDF-1.7"), Buffer.alloc(8_000_000)]);
  const head = `POST /api/imports?site_id=${site.id} HTTP/1.1\r\nhost: ${server.host}\r\nauthorization: Bearer ${apiToken}\r\n`;
  const next = rawRequest("GET", "/api/health", { host: server.host });
  const answers = await server.sendAll(
    Buffer.concat([Buffer.from(`${head}content-length: ${file.length}\r\n\r\n`), file, Buffer.from(next)]),
  );
  expect(answers.map(({ status }) => status)).toEqual([422, 200]);
});

test("an upload that breaks off leaves nothing behind", async () => {
  const { apiToken, site } = await makeTenant();
  const before = [await rowsOf("stored_files"), await rowsOf("imports")];
  const { sent } = post(`/api/imports?site_id=${site.id}`, apiToken);
  const rows = `email\n${"jane@example.com\n".repeat(100_000)}`;
  await write(sent, rows);
  await expect.poll(() => rowsOf("stored_files")).toBe((before[0] ?? 0) + 1);
  sent.destroy();
  await expect.poll(async () => [await rowsOf("stored_files"), await rowsOf("imports")]).toEqual(before);
});
