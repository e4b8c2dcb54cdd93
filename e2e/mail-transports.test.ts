import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unique } from "./api";
import { type RunningServer, startServer } from "./server";

const PASSWORD = "correct horse battery";

/** Things that arrive, for those who wait for them. Nobody waits for ever. */
class Arrivals<T> {
  readonly all: T[] = [];
  private readonly waiting: (() => void)[] = [];

  add(arrival: T): void {
    this.all.push(arrival);
    for (const look of this.waiting.splice(0)) look();
  }

  /** The n-th arrival that is as wanted, counted from zero. */
  async nth(index: number, wanted: (arrival: T) => boolean): Promise<T> {
    const signal = AbortSignal.timeout(30_000);
    for (;;) {
      const found = this.all.filter(wanted)[index];
      if (found) return found;
      await new Promise<void>((look, failed) => {
        this.waiting.push(look);
        signal.addEventListener("abort", () => failed(new Error(`Waited in vain; ${this.all.length} came`)), { once: true });
      });
    }
  }
}

/** A customer with one site on a server of its own, and what its visitors do. */
async function customerOf(server: RunningServer) {
  const operator = { email: "owner@example.com", password: "a long operator password" };
  const words = ["account", "create", "--email", operator.email, "--password", operator.password];
  const { api_token } = await server.cli<{ api_token: string }>(...words);
  const headers = { authorization: `Bearer ${api_token}`, "content-type": "application/json" };
  const makeSite = async () => {
    const site = { name: "Acme Shop", slug: unique("acme"), success_uri: "https://acme.example/callback" };
    expect((await fetch(`${server.baseUrl}/api/sites`, { method: "POST", headers, body: JSON.stringify({ site }) })).status).toBe(201);
    return site.slug;
  };
  const slug = await makeSite();
  return {
    makeSite,
    /** A site as the API shows it. */
    site: async (at: string) => (await (await fetch(`${server.baseUrl}/api/sites/${at}`, { headers })).json()).site,
    /** What a page of the dashboard says to the operator. */
    async reads(path: string): Promise<string> {
      const auth = `${server.baseUrl}/api/auth`;
      const csrf = await fetch(`${auth}/csrf`);
      const { csrfToken } = (await csrf.json()) as { csrfToken: string };
      const cookies = (answer: Response) => answer.headers.getSetCookie().map((line) => line.split(";")[0]);
      const signedIn = await fetch(`${auth}/callback/credentials`, {
        method: "POST",
        headers: { origin: server.baseUrl, cookie: cookies(csrf).join("; ") },
        body: new URLSearchParams({ ...operator, csrfToken, json: "true" }),
      });
      const page = await fetch(`${server.baseUrl}/dashboard${path}`, { headers: { cookie: cookies(signedIn).join("; ") } });
      return (await page.text()).replace(/<script[\s\S]*?<\/script>|<!-- -->|<[^>]+>/g, "");
    },
    mails: (to: string) => fetch(`${server.baseUrl}/api/mails?to=${encodeURIComponent(to)}`, { headers }),
    async signUp(email: string, name = "Jane", at = slug): Promise<void> {
      const body = new URLSearchParams({ email, password: PASSWORD, name });
      expect((await fetch(`${server.baseUrl}/${at}/signup`, { method: "POST", redirect: "manual", body })).status).toBe(303);
    },
    link: new RegExp(`${server.baseUrl.replaceAll(".", "\\.")}/${slug}/verify-email\\?token=vfy_[\\w-]{48}`),
  };
}

const expectMailboxShut = async (answer: Promise<Response>) => {
  const { status, body } = await answer.then(async (ready) => ({ status: ready.status, body: await ready.json() }));
  expect({ status, body }).toEqual({ status: 404, body: { error: "Not Found", messages: [expect.any(String)] } });
};

describe("SMTP", () => {
  type Letter = { from: string; to: string[]; raw: string; mail: Email };
  const letters = new Arrivals<Letter>();
  const refused = new Arrivals<string>();
  /** The addresses whose first mail the server takes in whole and then asks for once more. */
  const later = new Set<string>();
  // Asked for first: its second try comes while the other tests run.
  const postponed = `${unique("later")}@example.com`;
  let smtp: SMTPServer;
  let server: RunningServer;
  let customer: Awaited<ReturnType<typeof customerOf>>;

  beforeAll(async () => {
    smtp = new SMTPServer({
      authMethods: ["PLAIN", "LOGIN"],
      allowInsecureAuth: true,
      disabledCommands: ["STARTTLS"],
      logger: false,
      onAuth: ({ username, password }, _, done) =>
        username === "signin" && password === "smtp canary" ? done(null, { user: username }) : done(new Error("wrong login")),
      onRcptTo({ address }, _, done) {
        if (!address.startsWith("never-")) return done();
        refused.add(address);
        done(Object.assign(new Error("no such mailbox"), { responseCode: 550 }));
      },
      async onData(stream, { envelope }, done) {
        const raw = Buffer.concat(await stream.toArray()).toString("utf8");
        const to = envelope.rcptTo.map(({ address }) => address);
        letters.add({ from: envelope.mailFrom ? envelope.mailFrom.address : "", to, raw, mail: await PostalMime.parse(raw) });
        if (!to[0]?.startsWith("later-") || later.has(to[0])) return done();
        later.add(to[0]);
        done(Object.assign(new Error("not now"), { responseCode: 451 }));
      },
    });
    smtp.listen(0, "127.0.0.1");
    await once(smtp.server, "listening");
    const { port } = smtp.server.address() as AddressInfo;
    server = await startServer({
      SMTP_URL: `smtp://signin:${encodeURIComponent("smtp canary")}@127.0.0.1:${port}`,
      MAIL_FROM: "Acme <hello@acme.example>",
    });
    customer = await customerOf(server);
    await customer.signUp(postponed);
  });
  afterAll(async () => {
    await server.stop();
    await new Promise<void>((closed) => smtp.close(() => closed()));
  });
  const to = (email: string) => (letter: Letter) => letter.to.includes(email);

  test("the mail of a sign-up arrives: one recipient, our sender, a link that works, a code", async () => {
    const email = `${unique("jane")}@example.com`;
    await customer.signUp(email);
    const { from, to: recipients, mail, raw } = await letters.nth(0, to(email));
    expect({ from, recipients }).toEqual({ from: "hello@acme.example", recipients: [email] });
    expect(mail.from).toMatchObject({ name: "Acme", address: "hello@acme.example" });
    expect(mail.to).toMatchObject([{ address: email }]);
    expect({ cc: mail.cc ?? [], bcc: mail.bcc ?? [] }).toEqual({ cc: [], bcc: [] });
    expect(mail.subject).toContain("Acme Shop");
    const [link] = customer.link.exec(mail.text ?? "") ?? [];
    expect(mail.html).toContain(link);
    expect(mail.text).toMatch(/\b\d{3} ?\d{3}\b/);
    expect((await fetch(link ?? "")).status).toBe(200);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    expect(raw).not.toMatch(/^X-Mailer/im);
  });

  test("the mailbox is shut, with and without mails", async () => {
    await expectMailboxShut(customer.mails("jane@example.com"));
    expect((await fetch(`${server.baseUrl}/api/mails`)).status).toBe(401);
  });

  test("a server that says later gets the same mail again, under the same name", async () => {
    const [first, second] = [await letters.nth(0, to(postponed)), await letters.nth(1, to(postponed))];
    expect(first.mail.messageId).toMatch(/^<[0-9a-f]{32}@acme\.example>$/);
    const { messageId, subject, text, html } = first.mail;
    expect(second.mail).toMatchObject({ messageId, subject, text, html });
  });

  test("a recipient that is refused for good is given up, and said so without the address", async () => {
    const email = `${unique("never")}@example.com`;
    await customer.signUp(email);
    await refused.nth(0, (address) => address === email);
    await server.says(/mail refused for good/);
    expect(server.output()).not.toContain(email);
  });

  test("mails that keep failing are seen in the API, in the dashboard and by doctor, until one goes out", async () => {
    const slug = await customer.makeSite();
    const emails = Array.from({ length: 5 }, () => `${unique("never")}@example.com`);
    for (const email of emails) await customer.signUp(email, "Jane", slug);
    await expect.poll(async () => (await customer.site(slug)).failing_mails, { timeout: 20_000 }).not.toBeNull();
    const { id, failing_mails: failing } = await customer.site(slug);
    expect(failing).toEqual({ reason: "refused", tries: 5, since: expect.any(String), last_at: expect.any(String) });
    const words = "Mails to the people of this site do not arrive: the mail server refuses them for good.";
    for (const path of ["overview", "mails"]) expect(await customer.reads(`/sites/${id}/${path}`)).toContain(words);
    expect(await customer.reads("")).toContain("Mails fail");
    type Finding = { check: string; ok: boolean; text: string };
    const { findings } = await server.cli("doctor").then(
      () => expect.fail("doctor found nothing"),
      ({ stdout }) => JSON.parse(stdout) as { findings: Finding[] },
    );
    expect(findings.filter(({ ok }) => !ok)).toEqual([
      { check: "mails", ok: false, text: expect.stringMatching(/^refused since \d{4}-[\d-]+T\S+Z for 1 site$/) },
    ]);
    expect(server.output() + JSON.stringify(findings)).not.toContain(emails[0]);
    await customer.signUp(`${unique("jane")}@example.com`, "Jane", slug);
    await expect.poll(async () => (await customer.site(slug)).failing_mails, { timeout: 20_000 }).toBeNull();
    expect(await customer.reads(`/sites/${id}/overview`)).not.toContain(words);
  });

  test("a hostile name adds no header and no recipient", async () => {
    const email = `${unique("jane")}@example.com`;
    await customer.signUp(email, "Jane, eve@example.com");
    const { to: recipients, raw } = await letters.nth(0, to(email));
    expect(recipients).toEqual([email]);
    expect(raw.split(/\r?\n\r?\n/)[0]).not.toContain("eve@");
  });

  test("the banner says where mails go, and nothing says the password", () => {
    expect(server.output()).toContain("sent through SMTP");
    expect(server.output()).not.toMatch(/canary/);
  });
});

describe("Resend", () => {
  type Call = { method: string; url: string; authorization: string; key: string; body: string };
  const calls = new Arrivals<Call>();
  /** What the stand-in answers to the next call for a recipient; then 200. */
  const answers: Record<string, number[]> = { broken: [500], slow: [429], refused: [422] };
  const resend = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString("utf8");
    const header = (name: string) => String(request.headers[name] ?? "");
    const recipient = /"to":\["(\w+)-/.exec(body)?.[1] ?? "";
    const status = answers[recipient]?.shift() ?? 200;
    const answer =
      status === 200
        ? { id: unique("mail") }
        : { statusCode: status, name: status === 422 ? "validation_error" : "application_error", message: "no" };
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    calls.add({
      method: request.method ?? "",
      url: request.url ?? "",
      authorization: header("authorization"),
      key: header("idempotency-key"),
      body,
    });
  });
  // Asked for first: their second tries come while the other tests run.
  const failing = { broken: `${unique("broken")}@example.com`, slow: `${unique("slow")}@example.com` };
  let server: RunningServer;
  let customer: Awaited<ReturnType<typeof customerOf>>;

  beforeAll(async () => {
    resend.listen(0, "127.0.0.1");
    await once(resend, "listening");
    const { port } = resend.address() as AddressInfo;
    server = await startServer({
      RESEND_API_KEY: "re_canary",
      RESEND_BASE_URL: `http://127.0.0.1:${port}`,
      MAIL_FROM: "hello@acme.example",
    });
    customer = await customerOf(server);
    await Promise.all(Object.values(failing).map((email) => customer.signUp(email)));
  });
  afterAll(async () => {
    await server.stop();
    resend.closeAllConnections();
    await new Promise((closed) => resend.close(closed));
  });
  const to = (email: string) => (call: Call) => call.body.includes(email);

  test("the mail of a sign-up arrives: its key, one recipient, a link that works", async () => {
    const email = `${unique("jane")}@example.com`;
    await customer.signUp(email);
    const call = await calls.nth(0, to(email));
    expect(call).toMatchObject({
      method: "POST",
      url: "/emails",
      authorization: "Bearer re_canary",
      key: expect.stringMatching(/^signin-fast\/\d+$/),
    });
    const mail = JSON.parse(call.body);
    expect(mail).toMatchObject({ to: [email], from: "hello@acme.example", subject: expect.stringContaining("Acme Shop") });
    expect([mail.cc, mail.bcc, mail.reply_to]).toEqual([undefined, undefined, undefined]);
    const [link] = customer.link.exec(mail.text) ?? [];
    expect((await fetch(link ?? "")).status).toBe(200);
  });

  test("the mailbox is shut", async () => {
    await expectMailboxShut(customer.mails("jane@example.com"));
  });

  test.each(Object.entries(failing))("after a failure (%s) the same bytes come again under the same key", async (_, email) => {
    const [first, second] = [await calls.nth(0, to(email)), await calls.nth(1, to(email))];
    expect(second).toEqual(first);
  });

  test("two mails have two keys", async () => {
    const email = `${unique("jane")}@example.com`;
    await customer.signUp(email);
    const { key } = await calls.nth(0, to(email));
    const other = `${unique("jane")}@example.com`;
    await customer.signUp(other);
    expect((await calls.nth(0, to(other))).key).not.toBe(key);
  });

  test("what is refused for good is given up", async () => {
    const email = `${unique("refused")}@example.com`;
    await customer.signUp(email);
    await calls.nth(0, to(email));
    await server.says(/mail refused for good/);
    expect(server.output()).not.toContain(email);
    expect(calls.all.filter(to(email))).toHaveLength(1);
  });

  test("the banner says where mails go, and nothing says the key", () => {
    expect(server.output()).toContain("sent through Resend");
    expect(server.output()).not.toMatch(/canary/);
  });
});
