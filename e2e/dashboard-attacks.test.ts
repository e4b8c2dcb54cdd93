import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { command, copiedSession, dashboard, letsIn, OPERATOR_PASSWORD, signedInOperator } from "./dashboard";
import { closeBrowser, newVisitor, type Visitor } from "./visitor";

let mine: Visitor;
let email: string;
let cookie: string;

beforeAll(async () => {
  mine = await newVisitor();
  ({ email } = await signedInOperator(mine));
  cookie = await copiedSession(mine);
});
afterAll(async () => {
  expect(mine.complaints).toEqual([]);
  await closeBrowser();
});

const auth = (path: string) => `${inject("baseUrl")}/api/auth/${path}`;
const origin = () => new URL(inject("baseUrl")).origin;

/** A CSRF token of next-auth's with its cookie, as its own sign-in gets them. */
async function csrf(): Promise<{ csrfToken: string; jar: string }> {
  const answer = await fetch(auth("csrf"));
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return {
    csrfToken,
    jar: answer.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; "),
  };
}

/** Sends a sign-in as the form does, and tells what came of it. */
async function guess(
  password: string,
  { csrfToken, jar }: Awaited<ReturnType<typeof csrf>>,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await fetch(auth("callback/credentials"), {
    method: "POST",
    headers: { cookie: jar, ...headers },
    body: new URLSearchParams({ email, password, csrfToken, json: "true", callbackUrl: dashboard() }),
    redirect: "manual",
  });
  if (answer.status >= 500) throw new Error(`status ${answer.status}`);
  if (answer.headers.getSetCookie().some((line) => line.includes("session-token"))) return "in";
  const { url } = (await answer.json()) as { url: string };
  return new URL(url).searchParams.get("error") ?? url;
}

test("after 64 wrong guesses at once the right one is refused", async () => {
  const token = await csrf();
  const answers = await Promise.all(Array.from({ length: 64 }, (_, index) => guess(`wrong ${index}`, token)));
  for (const answer of answers) expect(answer).toMatch(/^(CredentialsSignin|too_many_attempts:\d+)$/);
  expect(await guess(OPERATOR_PASSWORD, token)).toMatch(/^too_many_attempts:\d+$/);
  await command("operator", "reset-link", "--email", email);
});

describe("hostile requests to /api/auth", () => {
  const JSON_TYPE = "application/json";
  const FORM = "application/x-www-form-urlencoded";
  const bodies: [name: string, type: string, body: string][] = [
    ["no JSON", JSON_TYPE, "{"],
    ["no body", JSON_TYPE, ""],
    ["null", JSON_TYPE, "null"],
    ["a number", JSON_TYPE, "42"],
    ["a text", JSON_TYPE, '"x"'],
    ["a list", JSON_TYPE, "[]"],
    ["wrong types", JSON_TYPE, '{"email":{"a":1},"password":["x"],"csrfToken":{},"callbackUrl":[]}'],
    ["a prototype", JSON_TYPE, '{"__proto__":{"csrfToken":"x"},"constructor":1}'],
    ["NUL", JSON_TYPE, '{"email":"a\\u0000@b.c","password":"\\u0000","csrfToken":"\\u0000"}'],
    ["half a character", JSON_TYPE, '{"email":"\\ud800","password":"\\udfff"}'],
    ["NUL in a form", FORM, "email=%00&password=%00&csrfToken=%00"],
    ["broken escapes", FORM, "email=%&password=%zz&csrfToken=%ff%fe"],
    ["names said twice", FORM, "email=a&email=b&csrfToken=x&csrfToken=y"],
    ["an address elsewhere", FORM, "callbackUrl=javascript:alert(1)&redirect=https://evil.example"],
    ["no known type", "text/plain", "x"],
    ["a broken multipart", "multipart/form-data; boundary=x", "--x\r\n"],
    ["much", FORM, `email=${"a".repeat(60_000)}`],
    ["too much", FORM, `email=${"a".repeat(2_000_000)}`],
  ];
  const paths = [
    "csrf",
    "session",
    "providers",
    "signin",
    "signin/credentials",
    "signin/nobody",
    "signin/__proto__",
    "callback/credentials",
    "callback/nobody",
    "callback/constructor",
    "signout",
    "error",
    "verify-request",
    "_log",
    "nothing",
    "constructor",
    "toString",
    "callback/credentials/more/of/it",
    "callback/%2e%2e",
    "signin?callbackUrl=https://evil.example",
    "session?update=%00",
    "csrf?csrfToken=a&csrfToken=b",
  ];

  const own = async () => ({ cookie: `${cookie}; ${(await csrf()).jar}` });

  test.each(bodies)("%s makes no 5xx and sends nobody away", async (_, type, body) => {
    const headers = { "content-type": type, ...(await own()) };
    const wrong: string[] = [];
    for (const path of paths) {
      for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
        if (method !== "POST" && path !== "signout") continue;
        const answer = await fetch(auth(path), { method, headers, body, redirect: "manual" }).catch(() => null);
        const to = answer?.headers.get("location") ?? origin();
        if ((answer?.status ?? 0) >= 500 || new URL(to, origin()).origin !== origin())
          wrong.push(`${method} ${path}: ${answer?.status} ${to}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("a body without end is refused before it is read", async () => {
    const { jar } = await csrf();
    const answer = await fetch(auth("callback/credentials"), {
      method: "POST",
      headers: { cookie: jar, "content-type": FORM },
      body: `email=${"a".repeat(70_000)}`,
    });
    expect([answer.status, await answer.json()]).toEqual([413, { error: "Payload Too Large", messages: ["The body is too large"] }]);
  });

  test("asking with cookies that are none makes no 5xx", async () => {
    const wrong: string[] = [];
    for (const value of ["", "x", "a.b.c.d.e", "%00", "%", '"', "x".repeat(4_000), `${cookie.split("=")[1]}x`]) {
      for (const path of paths) {
        for (const name of ["next-auth.session-token", "next-auth.csrf-token", "next-auth.callback-url"]) {
          const answer = await fetch(auth(path), { headers: { cookie: `${name}=${value}` }, redirect: "manual" });
          if (answer.status >= 500) wrong.push(`${path} ${name}=${value.slice(0, 20)}: ${answer.status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("nobody was signed out or in by all that", async () => {
    expect(await letsIn(cookie)).toBe(true);
    for (const value of ["", "x", "a.b.c.d.e"]) expect(await letsIn(`next-auth.session-token=${value}`)).toBe(false);
  });

  test("another site's page signs nobody in or out", async () => {
    const token = await csrf();
    for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }] as Record<
      string,
      string
    >[]) {
      for (const path of ["callback/credentials", "signout"]) {
        const body = new URLSearchParams({ email, password: OPERATOR_PASSWORD, csrfToken: token.csrfToken, json: "true" });
        const sent = { cookie: `${cookie}; ${token.jar}`, ...headers };
        expect((await fetch(auth(path), { method: "POST", headers: sent, body, redirect: "manual" })).status).toBe(403);
      }
    }
    expect(await letsIn(cookie)).toBe(true);
  });
});

describe("a server action", () => {
  test("that another site's page, or no page, sends changes nothing; sent by ours it does", async () => {
    const { page } = mine;
    await page.goto(dashboard("/profile"));
    await page.getByLabel("Your name").fill("Sent by a page");
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.method() === "POST" && "next-action" in sent.headers()),
      page.getByRole("button", { name: "Save", exact: true }).click(),
    ]);
    await page.getByText("Your name is saved").waitFor();
    const { "next-action": action = "", "content-type": type = "" } = await request.allHeaders();
    const body = (request.postData() ?? "").replace("Sent by a page", "Sent by a forger");
    expect(body).toContain("Sent by a forger");
    const send = (headers: Record<string, string>, path = "/profile") =>
      fetch(dashboard(path), {
        method: "POST",
        headers: { cookie, "next-action": action, "content-type": type, ...headers },
        body,
        redirect: "manual",
      });
    const sendText = async (text: string) => {
      const headers = { cookie, origin: origin(), "next-action": action, "content-type": "text/plain;charset=UTF-8" };
      return (await fetch(dashboard("/profile"), { method: "POST", headers, body: text })).status;
    };
    const name = async () => {
      await page.goto(dashboard("/profile"));
      return page.getByLabel("Your name").inputValue();
    };
    const forged: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: `${origin()}.evil.example` },
      { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      {},
    ];
    for (const headers of forged) {
      const { status } = await send(headers);
      expect([status < 500, await name()]).toEqual([true, "Sent by a page"]);
    }
    for (const [headers, path] of [
      [{ origin: origin(), cookie: "" }, "/profile"],
      [{ origin: origin(), cookie: "next-auth.session-token=x" }, "/profile"],
      [{ origin: origin(), cookie: "" }, "/login"],
    ] as const) {
      expect((await send(headers, path)).status).toBeLessThan(500);
      expect(await name()).toBe("Sent by a page");
    }
    expect((await send({ origin: origin() })).status).toBe(200);
    expect(await name()).toBe("Sent by a forger");
    const broken = ["null", "{", "", '["$F1"]', '["$n99x"]', "[".repeat(60_000)];
    for (const text of broken) expect([text.slice(0, 9), await sendText(text)]).toEqual([text.slice(0, 9), 400]);
    expect(await sendText("[".repeat(70_000))).toBe(413);
    expect(await letsIn(cookie)).toBe(true);
  });

  test.each([
    ["an action that is none", { "next-action": "0".repeat(42) }, "[]"],
    ["an action that is no text of one", { "next-action": "../../x" }, "[]"],
    ["a broken multipart body", { "next-action": "0".repeat(42), "content-type": "multipart/form-data; boundary=x" }, "--x\r\n"],
    ["a form without an action", { "content-type": "multipart/form-data; boundary=x" }, "--x--\r\n"],
    ["a form of an old kind", { "content-type": "application/x-www-form-urlencoded" }, "a=b"],
    ["JSON", { "content-type": "application/json" }, "{"],
  ] as [string, Record<string, string>, string][])("%s makes no 5xx", async (_, headers, body) => {
    for (const path of ["/profile", "/login", "/signup", "/join?token=x", "/mailbox"]) {
      const { status } = await fetch(dashboard(path), {
        method: "POST",
        headers: { cookie, origin: origin(), ...headers },
        body,
        redirect: "manual",
      });
      expect(status).toBeLessThan(500);
    }
  });
});
