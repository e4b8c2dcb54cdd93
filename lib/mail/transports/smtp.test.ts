import { once } from "node:events";
import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import type { MailFailure } from "@/lib/kernel/mail-failures";
import type { RenderedMail } from "@/lib/mail/mail";
import { senderOf } from "@/lib/mail/sender";
import { smtpTransport } from "@/lib/mail/transports/smtp";
import { isMailRefused } from "@/lib/mail/transports/transport";

const mail: RenderedMail = {
  to: "jane@example.com",
  subject: "Confirm your e-mail address for Müller & Söhne 🚲",
  text: "Hello Jänɘ,\n\nhttps://signin.example.com/verify?token=vfy_1\n\n-- \nAcme\n",
  html: "<!DOCTYPE html><html><body><p>Hello Jänɘ</p></body></html>\n",
  links: ["https://signin.example.com/verify?token=vfy_1"],
  code: "048291",
};
const from = "Signin Fast <signin@mail.example.com>";
const options = { from, idempotencyKey: "job-1" };

type Received = { mailFrom: string; rcptTo: string[]; user: string | undefined; encrypted: boolean; mail: Email };
let server: SMTPServer | undefined;
afterEach(() => new Promise<void>((done) => (server ? server.close(() => done()) : done())));

/** A real SMTP server on loopback. Its certificate is one that nobody has signed. */
async function serve(settings: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const logins: string[] = [];
  server = new SMTPServer({
    authOptional: true,
    logger: false,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      logins.push(`${username} ${password}`);
      if (password === "wrong") callback(Object.assign(new Error("Invalid login for jane@example.com"), { responseCode: 535 }));
      else callback(null, { user: username ?? "" });
    },
    async onData(stream, session, callback) {
      const parts: Buffer[] = [];
      for await (const part of stream) parts.push(part as Buffer);
      const { mailFrom, rcptTo } = session.envelope;
      received.push({
        mailFrom: mailFrom ? mailFrom.address : "",
        rcptTo: rcptTo.map(({ address }) => address),
        user: session.user || undefined,
        encrypted: session.secure,
        mail: await PostalMime.parse(Buffer.concat(parts)),
      });
      callback();
    },
    ...settings,
  });
  server.on("error", () => {});
  server.listen(0, "0.0.0.0");
  await once(server.server, "listening");
  return { port: (server.server.address() as AddressInfo).port, received, logins };
}

const rejects = (code: number) => (_: unknown, __: unknown, callback: (error: Error) => void) =>
  callback(
    Object.assign(new Error("<jane@example.com> is not welcome: https://signin.example.com/verify?token=vfy_1"), { responseCode: code }),
  );
const thrownBy = (sending: Promise<void>) =>
  sending.then(
    () => expect.fail("it was sent"),
    (error: Error & { retryable?: boolean }) => error,
  );

describe("smtpTransport", () => {
  test("delivers the whole mail to the one recipient", async () => {
    const { port, received } = await serve();
    await smtpTransport(`smtp://127.0.0.1:${port}`).send(mail, options);
    expect(received).toHaveLength(1);
    const [{ mailFrom, rcptTo, user, mail: got }] = received as [Received];
    expect({ mailFrom, rcptTo, user }).toEqual({ mailFrom: "signin@mail.example.com", rcptTo: [mail.to], user: undefined });
    expect(got.from).toMatchObject({ name: "Signin Fast", address: "signin@mail.example.com" });
    expect(got.to).toEqual([expect.objectContaining({ address: mail.to })]);
    expect([got.cc, got.bcc, got.attachments]).toEqual([undefined, undefined, []]);
    expect(got.subject).toBe(mail.subject);
    expect(got.text?.trimEnd()).toBe(mail.text.trimEnd());
    expect(got.html?.trimEnd()).toBe(mail.html.trimEnd());
    expect(got.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated");
    expect(got.headers.map(({ key }) => key)).not.toContain("x-mailer");
  });

  test("says who a site calls itself and where answers go, whatever the name is, from the address that is ours", async () => {
    const { port, received } = await serve();
    const transport = smtpTransport(`smtp://127.0.0.1:${port}`);
    const names = ["Acme Süd", 'Eve" <eve@evil.example>, "x', "Acme\r\nBcc: eve@evil.example\r\n\r\nHello"];
    for (const name of names) await transport.send(mail, { ...options, from: senderOf(from, name), replyTo: "help@acme.example" });
    expect(received.map(({ mailFrom, rcptTo }) => [mailFrom, ...rcptTo])).toEqual(names.map(() => ["signin@mail.example.com", mail.to]));
    const heads = received.map(({ mail: got }) => ({
      from: [got.from?.address, got.bcc],
      replyTo: got.replyTo?.map(({ address }) => address),
    }));
    expect(heads).toEqual(names.map(() => ({ from: ["signin@mail.example.com", undefined], replyTo: ["help@acme.example"] })));
    expect(received[0]?.mail.from?.name).toBe("Acme Süd");
    const twice = transport.send(mail, { ...options, replyTo: "a@acme.example, eve@evil.example" });
    expect(isMailRefused(await thrownBy(twice))).toBe(true);
  });

  test("gives retries of one job one Message-ID, and other jobs another", async () => {
    const { port, received } = await serve();
    const transport = smtpTransport(`smtp://localhost:${port}`);
    await transport.send(mail, options);
    await smtpTransport(`smtp://127.0.0.1:${port}`).send(mail, options);
    await transport.send(mail, { from, idempotencyKey: "job-2" });
    const [first, retry, other] = received.map((each) => each.mail.messageId);
    expect(first).toMatch(/^<[0-9a-f]{32}@mail\.example\.com>$/);
    expect(retry).toBe(first);
    expect(other).not.toBe(first);
    expect(first).not.toContain("job");
  });

  test("logs in with the name and password of the address, decoded", async () => {
    const { port, received, logins } = await serve({ authOptional: false });
    await smtpTransport(`smtp://jane%40example.com:p%3Aw%2F%C3%BC@127.0.0.1:${port}`).send(mail, options);
    expect(logins).toEqual(["jane@example.com p:w/ü"]);
    expect(received[0]).toMatchObject({ user: "jane@example.com", encrypted: true });
  });

  test("speaks TLS from the start to smtps", async () => {
    const { port, received } = await serve({ secure: true });
    await smtpTransport(`smtps://127.0.0.1:${port}`).send(mail, options);
    expect(received).toHaveLength(1);
  });

  test("a refused connection is worth another try", async () => {
    const { port } = await serve();
    await new Promise<void>((done) => server?.close(() => done()));
    const error = await thrownBy(smtpTransport(`smtp://127.0.0.1:${port}`).send(mail, options));
    expect(error).toMatchObject({ name: "MailDeferred", retryable: true, failure: "unreachable" });
    expect(isMailRefused(error)).toBe(false);
  });

  test("a server that hangs up is worth another try", async () => {
    const { port } = await serve({ onConnect: (_session, callback) => callback(Object.assign(new Error("busy"), { responseCode: 421 })) });
    const error = await thrownBy(smtpTransport(`smtp://127.0.0.1:${port}`).send(mail, options));
    expect(error).toMatchObject({ name: "MailDeferred", failure: "failed" });
  });

  test.each([
    ["an unknown recipient", { onRcptTo: rejects(550) }],
    [
      "a mail it does not want",
      { onData: (stream, session, callback) => void stream.resume().on("end", () => rejects(554)(stream, session, callback)) },
    ],
  ] satisfies [string, SMTPServerOptions][])("gives up on %s and quotes neither address nor link", async (_, settings) => {
    const { port } = await serve(settings);
    const error = await thrownBy(smtpTransport(`smtp://127.0.0.1:${port}`).send(mail, options));
    expect(isMailRefused(error)).toBe(true);
    expect(error).toMatchObject({ name: "MailRefused", retryable: false, failure: "refused" });
    expect(error.message).toMatch(/55[04].* is not welcome/);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/jane|vfy_|https/);
    expect(error.cause).toBeUndefined();
  });

  test.each([
    ["a full mailbox", { onRcptTo: rejects(452) }, "failed"],
    [
      "a greylisted mail",
      { onData: (stream, session, callback) => void stream.resume().on("end", () => rejects(451)(stream, session, callback)) },
      "failed",
    ],
    ["a sender that is not set up", { onMailFrom: rejects(553) }, "unauthorized"],
    ["a missing login", { onRcptTo: rejects(530) }, "unauthorized"],
  ] satisfies [string, SMTPServerOptions, MailFailure][])("tries again after %s", async (_, settings, failure) => {
    const { port } = await serve(settings);
    expect(await thrownBy(smtpTransport(`smtp://127.0.0.1:${port}`).send(mail, options))).toMatchObject({
      name: "MailDeferred",
      retryable: true,
      failure,
    });
  });

  test("a wrong password is a setting to mend, not a mail to drop", async () => {
    const { port } = await serve();
    const error = await thrownBy(smtpTransport(`smtp://jane:wrong@127.0.0.1:${port}`).send(mail, options));
    expect(error).toMatchObject({ name: "MailDeferred", retryable: true, failure: "unauthorized" });
    expect(error.message).not.toMatch(/wrong|jane/);
  });

  test.each(["jane@example.com,eve@evil.example", "jane@example.com\r\nBcc: eve@evil.example", "Jane <jane@example.com>"])(
    "hands %j to nobody",
    async (to) => {
      const { port, received } = await serve();
      const error = await thrownBy(smtpTransport(`smtp://127.0.0.1:${port}`).send({ ...mail, to }, options));
      expect(error).toMatchObject({ name: "MailRefused", message: "The recipient is not one bare address" });
      expect(received).toEqual([]);
    },
  );

  test("a line break in a subject or a sender adds no header", async () => {
    const { port, received } = await serve();
    const transport = smtpTransport(`smtp://127.0.0.1:${port}`);
    await transport.send({ ...mail, subject: "Hi\r\nBcc: eve@evil.example\r\nX-Evil: 1" }, options);
    expect(received[0]?.rcptTo).toEqual([mail.to]);
    expect(received[0]?.mail.headers.map(({ key }) => key)).not.toContain("x-evil");
    expect(received[0]?.mail.bcc).toBeUndefined();
  });

  test("refuses an address it cannot read when it is made, not when it sends", () => {
    expect(() => smtpTransport("smtp://jane:%zz@example.com")).toThrow(URIError);
    expect(() => smtpTransport("example.com")).toThrow(TypeError);
  });

  // 0.0.0.0 leads to the same server, but is no loopback name: what holds for it holds for every server out there.
  describe("away from loopback", () => {
    test("refuses a certificate that nobody signed, and keeps the password to itself", async () => {
      const { port, received, logins } = await serve();
      const error = await thrownBy(smtpTransport(`smtp://jane:secret@0.0.0.0:${port}`).send(mail, options));
      expect(error).toMatchObject({ name: "MailDeferred" });
      expect(error.message).toMatch(/certificate/i);
      expect([received, logins]).toEqual([[], []]);
    });

    test("sends no password over a connection that stays plain", async () => {
      const { port, received, logins } = await serve({ hideSTARTTLS: true, disabledCommands: ["STARTTLS"] });
      expect(await thrownBy(smtpTransport(`smtp://jane:secret@0.0.0.0:${port}`).send(mail, options))).toMatchObject({
        name: "MailDeferred",
      });
      expect([received, logins]).toEqual([[], []]);
    });

    test("takes no option from the address that would turn that off", async () => {
      const { port, received, logins } = await serve();
      const address = `smtp://jane:secret@0.0.0.0:${port}/?tls.rejectUnauthorized=false&requireTLS=false&ignoreTLS=true`;
      expect(await thrownBy(smtpTransport(address).send(mail, options))).toMatchObject({ name: "MailDeferred" });
      expect([received, logins]).toEqual([[], []]);
    });

    test("needs no encryption where there is no password to lose", async () => {
      const { port, received } = await serve({ hideSTARTTLS: true, disabledCommands: ["STARTTLS"] });
      await smtpTransport(`smtp://0.0.0.0:${port}`).send(mail, options);
      expect(received).toHaveLength(1);
    });
  });
});
