import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { makeSite } from "./api";
import { OF_COLOURS, violations, violationsInBoth } from "./axe";
import { GALLERY } from "./gallery";
import { closeBrowser, isApart, type Kind, newVisitor, type Visitor } from "./visitor";

const LIMIT_BYTES = 14_000;

const open: Visitor[] = [];
const visit = async (...given: Parameters<typeof newVisitor>) => {
  const visitor = await newVisitor(...given);
  open.push(visitor);
  return visitor;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ context }) => context.close()));
});
afterAll(closeBrowser);

/** What the icon adds to a first visit. A browser asks for it by itself, and its tools do not tell. */
async function iconBytes(): Promise<number> {
  const answer = await fetch(`${inject("baseUrl")}/favicon.ico`);
  const headers = [...answer.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 20);
  return headers + (await answer.arrayBuffer()).byteLength;
}

/** The bytes that each document of a journey brought over the wire, headers included, and whatever it loaded; told once all has come. */
async function transfers({ page, context }: Visitor): Promise<() => Promise<number[]>> {
  const session = await context.newCDPSession(page);
  const documents: number[] = [];
  const starts = new Set<string>();
  const coming = new Set<string>();
  const apart = new Set<string>();
  session.on("Network.requestWillBeSent", ({ requestId, type, loaderId, request }) => {
    if (isApart(request.url)) return apart.add(requestId);
    coming.add(requestId);
    if (type === "Document" && requestId === loaderId) starts.add(requestId);
  });
  session.on("Network.loadingFailed", ({ requestId }) => coming.delete(requestId));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    coming.delete(requestId);
    if (apart.has(requestId)) return;
    if (starts.has(requestId)) documents.push(encodedDataLength);
    else documents.push((documents.pop() ?? 0) + encodedDataLength);
  });
  await session.send("Network.enable");
  return () =>
    vi.waitFor(() => {
      if (starts.size === 0 || coming.size > 0) throw new Error(`Still coming: ${starts.size === 0 ? "the page" : [...coming]}`);
      return documents;
    }, 5_000);
}

describe.each(Object.entries(GALLERY))("%s", (_, show) => {
  let visitor: Visitor;
  let sizes: number[];
  let complaints: string[];

  beforeAll(async () => {
    visitor = await newVisitor();
    const documents = await transfers(visitor);
    await show(visitor);
    sizes = await documents();
    complaints = [...visitor.complaints];
  });
  afterAll(() => visitor.context.close());

  test("is at most 14 kB over the wire, icon included, loads nothing more, and violates nothing", async () => {
    const icon = await iconBytes();
    expect(sizes.length).toBeGreaterThan(0);
    for (const bytes of sizes) {
      expect(bytes).toBeGreaterThan(500);
      expect(bytes + icon).toBeLessThanOrEqual(LIMIT_BYTES);
    }
    expect(visitor.loaded).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("axe finds nothing, light or dark", async () => {
    expect(await violationsInBoth(visitor.page)).toEqual([]);
  });

  test("fits a phone: nothing to scroll sideways at 320 pixels, and targets of 24 pixels and more", async () => {
    const { page } = visitor;
    await page.setViewportSize({ width: 320, height: 568 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const small = await page
      .locator("button:visible, input:visible, main a:visible")
      .evaluateAll((controls) =>
        controls
          .filter((control) => getComputedStyle(control).display !== "inline" && control.getBoundingClientRect().height < 24)
          .map(({ outerHTML }) => outerHTML),
      );
    expect(small).toEqual([]);
  });
});

describe.each(["/", "/docs", "/docs/embed", "/docs/api", "/docs/dialects", "/docs/user-system", "/docs/security"])(
  "the page %s",
  (path) => {
    test.each<Kind>(["with a mouse", "on a phone", "without JavaScript"])(
      "is drawn under its policy without one complaint, %s",
      async (kind) => {
        const visitor = await visit(kind);
        const response = await visitor.page.goto(`${inject("baseUrl")}${path}`, { waitUntil: "networkidle" });
        expect(response?.status()).toBe(200);
        expect(response?.headers()["content-security-policy"]).toContain("default-src 'none'");
        expect(await visitor.page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
        expect(visitor.complaints).toEqual([]);
        expect(visitor.loaded.filter((url) => !url.startsWith(`${inject("baseUrl")}/`))).toEqual([]);
        expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      },
    );

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
