import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { env, setEnv } from "@/lib/kernel/env";
import { call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";

const LIMIT_BYTES = 5_000;
const isTooLarge = (text: string) => gzipSync(text, { level: 9 }).length > LIMIT_BYTES;

const HEADERS = {
  "content-type": "text/javascript; charset=utf-8",
  "cache-control": "public, max-age=300",
  "cross-origin-resource-policy": "cross-origin",
};

async function served(name = "Acme") {
  const { site } = await makeTenant({ name });
  const response = await call("GET", `/${site.slug}/embed.js`);
  return { slug: site.slug, response, text: await response.text() };
}

describe("200", () => {
  test("the script, for any page and for five minutes, without a cookie", async () => {
    const { response } = await served();
    const { etag, ...headers } = Object.fromEntries(response.headers);
    expect({ status: response.status, headers }).toEqual({ status: 200, headers: HEADERS });
    expect(etag).toMatch(/^"[\w-]{22}"$/);
  });

  test("is the same whoever asks and however: cookies, hosts and queries change nothing", async () => {
    const { slug, text } = await served();
    const asked = [
      call("GET", `/@${slug}/embed.js`),
      call("GET", `/${slug}/embed.js?x=1`),
      call("GET", `/${slug}/embed.js`, {
        headers: { cookie: "signin_flow=x", origin: "https://evil.example", "x-forwarded-host": "evil.example" },
      }),
    ];
    for (const answer of asked) expect((await (await answer).text()) === text).toBe(true);
  });

  test("says where the site's pages are by our configuration, under https too", async () => {
    const { slug, text } = await served();
    expect(text).toContain(`{"base":"http://signin.localhost/${slug}","name":"Acme"}`);
    const before = env();
    setEnv({ ...before, appUrl: "https://signin.example" });
    try {
      expect(await (await call("GET", `/${slug}/embed.js`)).text()).toContain(`"https://signin.example/${slug}"`);
    } finally {
      setEnv(before);
    }
  });

  test("is at most 5 kB as a browser gets it, and this gate closes", async () => {
    const { text } = await served("x".repeat(100));
    expect(isTooLarge(text)).toBe(false);
    const more = Array.from({ length: 800 }, (_, index) => Math.imul(index + 1, 0x9e3779b1).toString(36)).join();
    expect(isTooLarge(text + more)).toBe(true);
  });

  test("is one closed function: nothing stored, nothing written into the page, nothing fetched", async () => {
    const { text } = await served();
    expect(text.trim()).toMatch(/^(["']use strict["'];)?\(\(\)=>\{.*\}\)\(\);$/s);
    expect(text).not.toMatch(
      /cookie|localStorage|sessionStorage|indexedDB|innerHTML|insertAdjacent|document\.write|\beval\b|Function\(|fetch\(|XMLHttp|import\(/,
    );
    expect(text.match(/__SIGNIN_FAST__/g)).toBeNull();
  });

  test.each([
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"};alert(1);//',
    "$&$'$`$1",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a site may be called so
    "${alert(1)}`\\",
    "\u2028\u2029",
    "__SIGNIN_FAST__",
    "'&amp;<![CDATA[",
  ])("a name stays one string of it: %j", async (name) => {
    const { text } = await served(`x${name}x`);
    const { text: plain } = await served("harmless");
    expect(() => new vm.Script(text)).not.toThrow();
    const settings = /\{"base":"[^"]*","name":"((?:[^"\\]|\\.)*)"\}/;
    expect(JSON.parse(`"${settings.exec(text)?.[1]}"`)).toBe(`x${name}x`);
    expect(text).not.toMatch(/<\/script|<!--|[\u2028\u2029]/i);
    const frame = (script: string) => script.replace(settings, "");
    expect(frame(text) === frame(plain)).toBe(true);
  });
});

describe("304", () => {
  test("for who has it already, also through a proxy that weakens its name", async () => {
    const { slug, response } = await served();
    const etag = response.headers.get("etag") ?? "";
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const answer = await call("GET", `/${slug}/embed.js`, { headers: { "if-none-match": known } });
      expect({ status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }).toEqual({
        status: 304,
        headers: { ...HEADERS, etag },
        body: "",
      });
    }
    expect((await call("GET", `/${slug}/embed.js`, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });
});

describe("404", () => {
  test("a script that only says so, so that a page with an old tag goes on", async () => {
    const { etag: _, ...headers } = Object.fromEntries((await call("GET", "/nobody-here/embed.js")).headers);
    const answers = await Promise.all(["nobody-here", "__proto__", "x".repeat(300)].map((slug) => call("GET", `/${slug}/embed.js`)));
    for (const answer of answers) {
      expect({ status: answer.status, headers }).toEqual({ status: 404, headers: HEADERS });
      const said: unknown[] = [];
      vm.runInNewContext(await answer.text(), { console: { error: (text: unknown) => said.push(text) } });
      expect(said).toEqual(["Signin Fast: there is no site at this address."]);
    }
  });
});

test("other methods are 405", async () => {
  const { slug } = await served();
  const answer = await call("POST", `/${slug}/embed.js`, { form: {} });
  expect({ status: answer.status, allow: answer.headers.get("allow") }).toEqual({ status: 405, allow: "GET, HEAD, OPTIONS" });
});
