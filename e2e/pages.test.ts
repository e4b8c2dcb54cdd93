import { afterAll, afterEach, describe, expect, inject, test } from "vitest";
import { makeSite } from "./api";
import { OF_COLOURS, violations, violationsInBoth } from "./axe";
import { describePage, LIMIT_BYTES, transfers } from "./describe-page";
import { GALLERY } from "./gallery";
import { closeBrowser, endVisits, type Kind, newVisitor, type Visitor } from "./visitor";

const open: Visitor[] = [];
const visit = async (...given: Parameters<typeof newVisitor>) => {
  const visitor = await newVisitor(...given);
  open.push(visitor);
  return visitor;
};
afterEach((test) => endVisits(open, test).then(() => undefined));
afterAll(closeBrowser);

for (const [name, show] of Object.entries(GALLERY)) describePage(name, show);

describe.each(["/", "/docs", "/docs/embed", "/docs/api", "/docs/dialects", "/docs/user-system", "/docs/security"])(
  "the page %s",
  (path) => {
    test("is drawn under its policy without one complaint, with a mouse, on a phone and without JavaScript", async () => {
      const seen = (["with a mouse", "on a phone", "without JavaScript"] satisfies Kind[]).map(async (kind) => {
        const visitor = await visit(kind);
        const response = await visitor.page.goto(`${inject("baseUrl")}${path}`, { waitUntil: "networkidle" });
        return {
          kind,
          status: response?.status(),
          policy: response?.headers()["content-security-policy"],
          hasHeading: await visitor.page.getByRole("heading", { level: 1 }).isVisible(),
          complaints: visitor.complaints,
          foreign: visitor.loaded.filter((url) => !url.startsWith(`${inject("baseUrl")}/`)),
          fits: await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
        };
      });
      for (const { kind, ...page } of await Promise.all(seen)) {
        const policy = expect.stringContaining("default-src 'none'");
        expect({ kind, ...page }).toEqual({ kind, status: 200, policy, hasHeading: true, complaints: [], foreign: [], fits: true });
      }
    });

    test("axe finds nothing, light or dark", async () => {
      const visitor = await visit();
      await visitor.page.goto(`${inject("baseUrl")}${path}`);
      expect(await violationsInBoth(visitor.page)).toEqual([]);
    });
  },
);

describe("the gates themselves", () => {
  const served = async (visitor: Visitor, body: string, headers: Record<string, string> = {}) => {
    const url = `${inject("baseUrl")}/self-test`;
    await visitor.context.route(url, (route) => route.fulfill({ body, headers: { "content-type": "text/html", ...headers } }));
    await visitor.page.goto(url, { waitUntil: "networkidle" });
  };

  test("a violation of a policy is seen, by its event and in the console", async () => {
    const visitor = await visit();
    const body = '<!doctype html><title>x</title><p style="color:red">x</p><script>window.ran = 1</script>';
    await served(visitor, body, { "content-security-policy": "default-src 'none'" });
    expect(visitor.complaints.filter((text) => text.startsWith("securitypolicyviolation script-src"))).toHaveLength(1);
    expect(visitor.complaints.filter((text) => text.startsWith("securitypolicyviolation style-src"))).toHaveLength(1);
    expect(visitor.complaints.length).toBeGreaterThan(2);
  });

  test("an error of a script is seen, and one that the page writes itself", async () => {
    const visitor = await visit();
    await served(visitor, "<!doctype html><title>x</title><script>console.error('written'); throw new Error('thrown')</script>");
    expect(visitor.complaints.join()).toContain("written");
    expect(visitor.complaints.join()).toContain("thrown");
  });

  test("a picture that is loaded is seen", async () => {
    const visitor = await visit();
    await served(visitor, "<!doctype html><title>x</title><img alt='' src='/robots.txt'>");
    expect(visitor.loaded).toEqual([`${inject("baseUrl")}/robots.txt`]);
  });

  test("a page that is too large is measured so, with what it loads", async () => {
    const visitor = await visit();
    const documents = await transfers(visitor);
    await visitor.page.goto(`${inject("baseUrl")}/docs/security`, { waitUntil: "networkidle" });
    expect(Math.max(...(await documents()))).toBeGreaterThan(LIMIT_BYTES);
  });

  test("what axe should find is found", async () => {
    const visitor = await visit();
    await served(visitor, "<!doctype html><html><body><input><p style='color:#ddd'>Hardly to be read</p></body></html>");
    expect((await violations(visitor.page)).map((text) => text.split(":")[0])).toEqual(
      expect.arrayContaining(["color-contrast", "document-title", "html-has-lang", "label"]),
    );
    expect((await violations(visitor.page, OF_COLOURS)).map((text) => text.split(":")[0])).toEqual(["color-contrast"]);
  });

  test("a form that posts where the policy does not let it is held back, so that form-action is known to bite", async () => {
    const visitor = await visit();
    const { slug } = await makeSite({ success_uri: "https://shop.acme.example/callback" });
    const answer = await fetch(`${inject("baseUrl")}/${slug}/login`);
    const html = (await answer.text()).replace(/action="[^"]*"/, 'action="https://evil.example/"').replace(/<script.*<\/script>/s, "");
    await served(visitor, html, { "content-security-policy": answer.headers.get("content-security-policy") ?? "" });
    await visitor.page.getByLabel("Email").fill("jane@example.com");
    await visitor.page.locator("input[type=password]").fill("x");
    await visitor.page.evaluate(() => document.forms[0]?.requestSubmit());
    await expect.poll(() => visitor.complaints.join()).toContain("securitypolicyviolation form-action https://evil.example/");
    expect(visitor.page.url()).toBe(`${inject("baseUrl")}/self-test`);
  });
});
