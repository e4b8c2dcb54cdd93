import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Frame,
  type Locator,
  type Page,
  type Request,
} from "playwright-core";
import { inject, type TestContext } from "vitest";

/** How a visitor works a page. */
export type Hands = { fill(field: Locator, text: string): Promise<void>; press(control: Locator): Promise<void> };

const pointer: Hands = { fill: (field, text) => field.fill(text), press: (control) => control.click() };
const finger: Hands = { fill: (field, text) => field.fill(text), press: (control) => control.tap() };
const keyboard: Hands = {
  async fill(field, text) {
    await tabTo(field);
    await field.page().keyboard.press("ControlOrMeta+A");
    await field.page().keyboard.type(text);
  },
  async press(control) {
    await tabTo(control);
    await control.page().keyboard.press("Enter");
  },
};

/** Goes from control to control with the Tab key until this one has the focus. */
async function tabTo(wanted: Locator): Promise<void> {
  await wanted.waitFor();
  const focused = () => wanted.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await focused()); presses++) {
    if (presses > 30) throw new Error(`The Tab key does not reach ${wanted}`);
    await wanted.page().keyboard.press("Tab");
  }
}

const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };

/** The kinds of visitor that every journey has to work for. */
export const KINDS = {
  "with a mouse": { hands: pointer, options: {} },
  "without JavaScript": { hands: pointer, options: { javaScriptEnabled: false } },
  "on a phone": { hands: finger, options: PHONE },
  "by keyboard alone": { hands: keyboard, options: {} },
} satisfies Record<string, { hands: Hands; options: BrowserContextOptions }>;

export type Kind = keyof typeof KINDS;

/** A browser context of its own, its one page, and everything that went wrong in it. */
export type Visitor = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly hands: Hands;
  readonly scripted: boolean;
  /** Errors of the console and of scripts, and violations of the content security policy, as they came. */
  readonly complaints: string[];
  /** Every address that a page of ours made the browser ask, but for the pages themselves and what has a budget of its own. */
  readonly loaded: string[];
  /** What the pages asked for, and how it was answered, as it came. */
  readonly asked: string[];
};

let browser: Promise<Browser> | undefined;

/** A connection to the one browser of these tests. */
export const connectBrowser = (): Promise<Browser> => chromium.connect(inject("browser"));

/** A visitor nobody has seen before. */
export async function newVisitor(kind: Kind = "with a mouse", more: BrowserContextOptions = {}): Promise<Visitor> {
  browser ??= connectBrowser();
  const { hands, options } = KINDS[kind];
  const context = await (await browser).newContext({ locale: "en-GB", ...options, ...more });
  context.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  const loaded: string[] = [];
  const asked: string[] = [];
  context.on("response", (response) => asked.push(`${response.request().method()} ${response.url()} ${response.status()}`));
  context.on("requestfailed", (request) => asked.push(`${request.method()} ${request.url()} ${request.failure()?.errorText}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      console.error(`securitypolicyviolation ${effectiveDirective} ${blockedURI}`);
    });
  });
  context.on("console", (message) => {
    if (message.type() !== "error" || isRefusedPage(message.text(), message.location().url, message.page()?.url() ?? "")) return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("request", (request) => {
    const frame = frameOf(request);
    if (frame === null || (request.isNavigationRequest() && frame.parentFrame() === null)) return;
    if (!frame.url().startsWith(inject("baseUrl"))) return;
    if (!isApart(request.url())) loaded.push(request.url());
  });
  const page = await context.newPage();
  return { page, context, hands, scripted: options !== KINDS["without JavaScript"].options, complaints, loaded, asked };
}

/** What has a budget of its own: the module of passkeys with what it asks us for, and the one picture of all providers' marks. */
export const isApart = (url: string) => /^\/(?:static\/(?:passkey\.js|providers\.svg)|[^/]+\/passkey)$/.test(new URL(url).pathname);

/** The frame that asks; null: a window that is only just opening. */
function frameOf(request: Request): Frame | null {
  try {
    return request.frame();
  } catch {
    return null;
  }
}

/** Chromium calls a page with status 401 or 422 an error of the console. That it is refused is what such a journey is about. */
function isRefusedPage(text: string, source: string, page: string): boolean {
  return /^Failed to load resource: the server responded with a status of (401|403|404|422|429) /.test(text) && source === page;
}

/** Closes what these visitors have open, and empties the list; tells first what a failed test left there. The answer is who they were. */
export async function endVisits(visitors: Visitor[], { task }: Pick<TestContext, "task">): Promise<Visitor[]> {
  const ended = visitors.splice(0);
  if (task.result?.state === "fail") for (const visitor of ended) console.error(await whatIsOpen(visitor));
  await Promise.all(ended.map(({ context }) => context.close()));
  return ended;
}

/** Every window and frame of a visitor: its address, what it says to whoever hears it, with what the fields hold; and the last answers. */
async function whatIsOpen({ context, asked }: Visitor): Promise<string> {
  const frames = context.pages().flatMap((page) => page.frames());
  const seen = frames.map(async (frame) => {
    const body = frame.locator("body");
    const words = await body.ariaSnapshot({ timeout: 1_000 }).catch((error: Error) => error.message);
    const focus = await frame.evaluate(() => `${document.hasFocus()} ${document.activeElement?.outerHTML.slice(0, 200)}`).catch(String);
    return `${frame.url()}\n${words}\nfocus: ${focus}`;
  });
  return [...(await Promise.all(seen)), ...asked.slice(-12)].join("\n");
}

/** Ends what `newVisitor` began in this file. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
