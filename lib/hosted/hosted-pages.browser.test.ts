import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectBrowser } from "@/e2e/visitor";
import { textsOf } from "@/lib/texts";
import { modulePath } from "./modules";
import { renderPage } from "./render-page";
import { ACME, HOSTILE, JANE, LONG, LONGEST, sampleViews } from "./sample-views";
import type { HostedSite, View } from "./view";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const views = sampleViews();
const names = Object.keys(views);

/** Serves every sample by its name under the policy it asks for; keeps what is posted, and answers it with a page unless it was told to let the browser stay. */
let server: Server;
let origin = "";
let browser: Browser;
let posted: URLSearchParams[] = [];
let answer = true;
/** What is left of a page that was asked for `slowly`: a test sends it when it likes. */
let rest = () => {};

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://any");
    if (request.method === "POST") {
      let body = "";
      for await (const chunk of request) body += chunk;
      posted.push(new URLSearchParams(body));
      return void (answer
        ? response.writeHead(200, { "content-type": "text/html" }).end("<title>Thank you</title>")
        : response.writeHead(204).end());
    }
    const long = searchParams.has("long");
    const view = (long ? sampleViews(LONGEST) : views)[pathname.slice(1)];
    if (!view) return void response.writeHead(204).end();
    const site = ({ long: LONG, hostile: HOSTILE } as Record<string, HostedSite>)[[...searchParams.keys()][0] ?? ""] ?? ACME;
    const page = await renderPage(view.page.startsWith("owner") ? null : site, view as View, textsOf("en"));
    const policy = `default-src 'none'; img-src 'self'; style-src ${page.styleHashes.join(" ")}; script-src ${[...page.scriptHashes, ...page.modules.map((id) => `${origin}${modulePath(id)}`)].join(" ") || "'none'"}; form-action 'self'; base-uri 'none'`;
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy });
    const half = searchParams.has("slowly") ? page.html.indexOf("</h1>") : 0;
    response.write(page.html.slice(0, half));
    rest = () => response.end(page.html.slice(half));
    if (half === 0) rest();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  browser = await connectBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

type Opening = BrowserContextOptions & {
  /** In so many windows side by side: for what is only looked at. */
  windows?: number;
};

/** Opens samples one after the other, acts on each, and hands back what the browser complained about. */
async function openEach(paths: readonly string[], act: (page: Page, path: string) => Promise<void>, options: Opening = {}) {
  posted = [];
  answer = true;
  const { windows = 1, ...more } = options;
  const left = [...paths];
  const complaints: string[] = [];
  const work = async () => {
    const context = await browser.newContext(more);
    await context.route("**/static/*", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    try {
      const page = await context.newPage();
      const complain = (text: string) => complaints.push(`${new URL(page.url()).pathname} ${text}`);
      page.on("console", (message) => message.type() === "error" && complain(message.text()));
      page.on("pageerror", (error) => complain(error.message));
      page.on("dialog", (dialog) => complain(dialog.message()));
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await page.goto(`${origin}/${path}`);
        await act(page, path);
      }
    } finally {
      await context.close();
    }
  };
  await Promise.all(Array.from({ length: windows }, work));
  return complaints;
}

const open = (path: string, act: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) => openEach([path], act, options);

/** What axe finds on a page, by all its rules or by some. Its own script is let past the page's policy. */
async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const evaluate = (expression: string) => session.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (!(await evaluate("'axe' in window")).result.value) await evaluate(AXE);
  const { result } = await evaluate(
    `Promise.allSettled(document.getAnimations().map(({finished})=>finished)).then(()=>axe.run(${JSON.stringify({ resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) })})).then(({violations})=>violations.map(({id,nodes})=>id+" "+nodes.map(({target})=>target).join(", ")))`,
  );
  return result.value as string[];
}

/** What is to be hit and is lower than a thumb wants it, but for links within sentences. */
const low = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("a, button, input:not([type=hidden])")]
      .filter((target) => !(target.tagName === "A" && target.closest(".small, .note, .points")))
      .map((target) => (target.matches("[type=checkbox]") && target.closest("label")) || target)
      .map((target) => [target.outerHTML, target.getBoundingClientRect().height] as const)
      .filter(([, height]) => height > 0 && height < 44),
  );

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

describe("to look at", () => {
  it("axe finds nothing, light on a desk and dark on a phone, and what is to be hit is 44 px high", { timeout: 120_000 }, async () => {
    const act = async (page: Page, name: string) => {
      await page.emulateMedia({ colorScheme: "light" });
      await page.setViewportSize({ width: 1280, height: 720 });
      const light = await violations(page);
      await page.emulateMedia({ colorScheme: "dark" });
      await page.setViewportSize({ width: 360, height: 740 });
      const dark = await violations(page, ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]);
      expect({ name, light, dark, low: await low(page) }).toEqual({ name, light: [], dark: [], low: [] });
    };
    expect(await openEach(names, act, { windows: 2 })).toEqual([]);
  });

  it("axe does find a label that is missing", async () => {
    await open("sign-in", async (page) => {
      await page.evaluate(() => document.querySelector("label")?.remove());
      expect((await violations(page)).join()).toContain("label #email");
    });
  });

  it("nothing sticks out at 320 px, at its longest, nor moves after it was drawn", { timeout: 120_000 }, async () => {
    const act = async (page: Page, name: string) => {
      const seen = await page.evaluate(async () => {
        let shifts = 0;
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts += (entry as PerformanceEntry & { value: number }).value;
        });
        observer.observe({ type: "layout-shift", buffered: true });
        await new Promise((done) => setTimeout(done, 50));
        return { wide: document.documentElement.scrollWidth > window.innerWidth, shifts };
      });
      expect({ name, ...seen }).toEqual({ name, wide: false, shifts: 0 });
    };
    await openEach(
      names.map((name) => `${name}?long`),
      act,
      { viewport: { width: 320, height: 640 } },
    );
  });

  it("a page that comes in two parts is drawn once both are there", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const isDrawn = () => page.evaluate(() => performance.getEntriesByName("first-contentful-paint").length === 1);
    await page.goto(`${origin}/sign-in?slowly`, { waitUntil: "commit" });
    await expect.poll(() => page.evaluate(() => document.querySelector("h1") !== null)).toBe(true);
    // Time for a browser that would draw the first part.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    expect(await isDrawn()).toBe(false);
    rest();
    await expect.poll(isDrawn).toBe(true);
    await context.close();
  });

  it("a hostile name runs nothing", { timeout: 60_000 }, async () => {
    const paths = names.map((name) => `${name}?hostile`);
    expect(await openEach(paths, async () => {}, { windows: 2 })).toEqual([]);
  });
});

describe("without JavaScript", () => {
  it("the form is whole and shows no button that does nothing", async () => {
    await open(
      "sign-in",
      async (page) => {
        expect(await page.locator(".eye").isVisible()).toBe(false);
        await page.fill("#email", JANE.email);
        await page.fill("#password", "correct horse");
        await page.click(".button");
        await page.waitForURL("**/acme/login");
        expect(Object.fromEntries(posted[0] ?? [])).toEqual({
          email: JANE.email,
          password: "correct horse",
          state: JANE.state,
          method: "password",
        });
      },
      { javaScriptEnabled: false },
    );
  });
});

describe("with JavaScript", () => {
  it("shows the password on demand and hides it before it is sent", async () => {
    await open("sign-in-wrong", async (page) => {
      const eye = page.getByRole("button", { name: "Show password" });
      const type = () => page.getAttribute("#password", "type");
      await page.fill("#password", "correct horse");
      await eye.click();
      expect([await type(), await eye.getAttribute("aria-pressed")]).toEqual(["text", "true"]);
      await eye.click();
      expect([await type(), await eye.getAttribute("aria-pressed")]).toEqual(["password", "false"]);
      await eye.click();
      answer = false;
      await page.focus("#password");
      await page.keyboard.press("Enter");
      await expect.poll(() => posted.length).toBe(1);
      expect(await type()).toBe("password");
    });
  });

  it("warns of Caps Lock while a password is typed", async () => {
    await open("sign-in", async (page) => {
      const press = (modifierCapsLock: boolean) =>
        page
          .locator("#password")
          .evaluate((field, on) => field.dispatchEvent(new KeyboardEvent("keyup", { key: "A", modifierCapsLock: on })), modifierCapsLock);
      const note = page.getByText("Caps Lock is on");
      await press(true);
      expect(await note.isVisible()).toBe(true);
      await press(false);
      expect(await note.count()).toBe(0);
    });
  });

  it.each(["123456", "123 456", "123-456", "١٢٣٤٥٦", "１２３ ４５６"])(
    "sends the code %s at its sixth digit, once, as digits",
    async (typed) => {
      await open("verify-sent", async (page) => {
        await page.locator("#code").pressSequentially(typed);
        await page.waitForURL("**/acme/verify-email");
        expect(posted.map((form) => form.get("code"))).toEqual(["123456"]);
      });
    },
  );

  it("goes on to the field that is missing instead, and sends nothing", async () => {
    await open("reset-sent", async (page) => {
      await page.locator("#code").pressSequentially("123 456");
      expect(await focused(page)).toBe("password");
      expect(posted).toEqual([]);
      await page.fill("#password", "correct horse");
      await page.press("#password", "Enter");
      await page.waitForURL("**/acme/reset-password");
      expect(Object.fromEntries(posted[0] ?? [])).toEqual({
        state: JANE.state,
        email: JANE.email,
        code: "123456",
        password: "correct horse",
      });
    });
  });

  it("sends a form once, however often it is asked to, and again after a way back", async () => {
    await open("sign-in-wrong", async (page) => {
      answer = false;
      await page.fill("#password", "correct horse");
      await page
        .locator("form")
        .first()
        .evaluate((form: HTMLFormElement) => {
          for (let times = 0; times < 3; times++) form.requestSubmit();
        });
      await expect.poll(() => posted.length).toBe(1);
      await page
        .locator("form")
        .first()
        .evaluate((form: HTMLFormElement) => form.requestSubmit());
      await expect.poll(() => page.locator(".button").first().isDisabled()).toBe(true);
      await page.keyboard.press("Enter");
      await expect.poll(() => posted.length).toBe(1);
      await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
      expect(await page.locator(".button").first().isDisabled()).toBe(false);
      await page.keyboard.press("Enter");
      await expect.poll(() => posted.length).toBe(2);
    });
  });

  it.each([
    ["sign-in", "email"],
    ["sign-in-wrong", "password"],
    ["sign-up-field", "password"],
    ["reset-request-field", "email"],
    ["reset-sent", "code"],
    ["verify-sent-password", "password"],
  ])("%s starts in the first wrong or empty field: %s", async (name, field) => {
    await open(name, async (page) => expect(await focused(page)).toBe(field));
    await open(name, async (page) => expect(await focused(page)).toBe(""), { hasTouch: true, isMobile: true });
  });
});
