import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { MailFailure } from "@/lib/kernel/mail-failures";
import type { RenderedMail } from "@/lib/mail/mail";
import { realTransport } from "@/lib/mail/transports";
import { resendTransport } from "@/lib/mail/transports/resend";
import { isMailRefused } from "@/lib/mail/transports/transport";

const mail: RenderedMail = {
  to: "jane@example.com",
  subject: "Reset your password for Acme",
  text: "Hello Jane\n",
  html: "<p>Hello Jane</p>",
  links: ["https://signin.example.com/reset?token=rst_1"],
  code: "048291",
};
const options = { from: "Acme <signin@example.com>", idempotencyKey: "job-1" };

type Asked = { line: string; headers: IncomingHttpHeaders; body: string };
type Answer = { status: number; body: string; headers?: Record<string, string> } | "hang up";
const taken: Answer = { status: 200, body: '{"id":"e169aa45-1ecf-4183-9955-b1499d5701d3"}' };
const refusal = (status: number, name: string, headers?: Record<string, string>): Answer => ({
  status,
  headers,
  body: JSON.stringify({
    statusCode: status,
    name,
    message: "Bad mail to jane@example.com with https://signin.example.com/reset?token=rst_1",
  }),
});

let server: Server | undefined;
afterEach(() => new Promise<void>((done) => (server ? server.close(() => done()) : done())));

/** A real HTTP server in the place of api.resend.com; the answers are used up in turn. */
async function serve(...answers: Answer[]) {
  const asked: Asked[] = [];
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body: Buffer.concat(parts).toString() });
    const answer = answers.shift() ?? taken;
    if (answer === "hang up") return request.socket.destroy();
    response.writeHead(answer.status, { "content-type": "application/json", connection: "close", ...answer.headers }).end(answer.body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
const thrownBy = (sending: Promise<void>) =>
  sending.then(
    () => expect.fail("it was sent"),
    (error: Error & { retryable?: boolean; retryAfterS?: number }) => error,
  );

describe("resendTransport", () => {
  test("posts the whole mail, with the recipient as the only element of a list", async () => {
    const { url, asked } = await serve();
    await resendTransport("re_key", `${url}/`).send(mail, { ...options, replyTo: "help@acme.example" });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ line: "POST /emails", headers: { authorization: "Bearer re_key", "idempotency-key": "job-1" } });
    const { from, to, subject, text, html, headers, ...rest } = JSON.parse(asked[0]?.body ?? "");
    expect({ from, to, subject, text, html }).toEqual({
      from: options.from,
      to: [mail.to],
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
    });
    expect(headers).toEqual({ "Auto-Submitted": "auto-generated", "X-Entity-Ref-ID": expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(rest).toEqual({ reply_to: "help@acme.example" });
  });

  test("a retry carries the same key and the same bytes", async () => {
    const { url, asked } = await serve({ status: 500, body: '{"statusCode":500,"name":"internal_server_error","message":"x"}' }, "hang up");
    const transport = resendTransport("re_key", url);
    for (const _ of [1, 2]) expect(await thrownBy(transport.send(mail, options))).toMatchObject({ name: "MailDeferred", retryable: true });
    await resendTransport("re_key", url).send(mail, options);
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ headers, body }) => `${headers["idempotency-key"]} ${body}`)).size).toBe(1);
  });

  test.each([
    [422, "validation_error"],
    [422, "missing_required_field"],
    [400, "invalid_idempotency_key"],
    [409, "invalid_idempotent_request"],
    [413, "validation_error"],
    [451, "security_error"],
  ])("%i %s is for good, and quotes neither address nor link", async (status, name) => {
    const { url } = await serve(refusal(status, name));
    const error = await thrownBy(resendTransport("re_key", url).send(mail, options));
    expect(isMailRefused(error)).toBe(true);
    expect(error).toMatchObject({ name: "MailRefused", retryable: false, failure: "refused" });
    expect(error.message).toBe(`resend ${status} ${name}: Bad mail to … with …`);
  });

  test.each([
    [429, "rate_limit_exceeded", "rate_limited"],
    [429, "daily_quota_exceeded", "rate_limited"],
    [409, "concurrent_idempotent_requests", "failed"],
    [401, "missing_api_key", "unauthorized"],
    [403, "invalid_api_key", "unauthorized"],
    [403, "validation_error", "unauthorized"],
    [422, "invalid_from_address", "unauthorized"],
    [404, "not_found", "failed"],
    [500, "internal_server_error", "failed"],
    [503, "application_error", "failed"],
  ])("%i %s passes or can be mended, so it is worth another try", async (status, name, failure) => {
    const { url } = await serve(refusal(status, name, { "retry-after": "7" }));
    expect(await thrownBy(resendTransport("re_key", url).send(mail, options))).toMatchObject({
      name: "MailDeferred",
      retryable: true,
      retryAfterS: 7,
      failure,
    });
  });

  test.each([
    ["a page of a proxy", { status: 502, body: "<html>Bad gateway</html>" }, "failed"],
    ["an empty answer", { status: 200, body: "" }, "unreachable"],
    ["null", { status: 500, body: "null" }, "failed"],
    ["an answer without an id", { status: 200, body: "{}" }, "failed"],
    ["an error without a status", { status: 400, body: '{"error":"who are you"}' }, "failed"],
    ["text instead of an error", { status: 418, body: '"teapot"' }, "failed"],
    ["a broken connection", "hang up", "unreachable"],
  ] satisfies [string, Answer, MailFailure][])("%s is not taken for success", async (_, answer, failure) => {
    const { url } = await serve(answer);
    const error = await thrownBy(resendTransport("re_key", url).send(mail, options));
    expect(error).toMatchObject({ name: "MailDeferred", retryable: true, failure });
  });

  test("a refused connection is worth another try", async () => {
    const { url } = await serve();
    await new Promise<void>((done) => server?.close(() => done()));
    expect(await thrownBy(resendTransport("re_key", url).send(mail, options))).toMatchObject({ name: "MailDeferred", retryable: true });
  });

  test.each(["jane@example.com,eve@evil.example", "jane@example.com\r\nBcc: eve@evil.example", "Jane <jane@example.com>"])(
    "asks nothing for %j",
    async (to) => {
      const { url, asked } = await serve();
      const error = await thrownBy(resendTransport("re_key", url).send({ ...mail, to }, options));
      expect(error).toMatchObject({ name: "MailRefused", message: "The recipient is not one bare address" });
      expect(asked).toEqual([]);
    },
  );
});

describe("realTransport", () => {
  test("is Resend, else SMTP, else nothing", async () => {
    const { url, asked } = await serve();
    const resend = realTransport({ RESEND_API_KEY: "re_key", RESEND_BASE_URL: url, SMTP_URL: "smtp://localhost" });
    expect(resend?.name).toBe("resend");
    await resend?.send(mail, options);
    expect(asked).toHaveLength(1);
    expect(realTransport({ SMTP_URL: "smtp://localhost", RESEND_BASE_URL: url })?.name).toBe("smtp");
    expect(realTransport({ RESEND_BASE_URL: url })).toBeNull();
  });
});
