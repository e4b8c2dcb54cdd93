import { describe, expect, inject, test } from "vitest";
import { makeSite, makeUser } from "./api";
import { BUTTONS, documentOf } from "./embed/host";
import { atShop, type Opened, scriptTag } from "./embed/shop";

const PASSWORD = "correct horse battery";
const { host, open } = atShop();

type Widget = Record<"openModal" | "openModalToLogin" | "openModalToSignup" | "openModalToResetPassword" | "closeModal", () => void>;
const call = ({ page }: Opened, name: keyof Widget) =>
  page.evaluate((method) => (window as unknown as { SigninFast: Widget }).SigninFast[method](), name);
const scrollable = ({ page }: Opened) =>
  page.evaluate(() => {
    const before = document.documentElement.scrollTop;
    document.documentElement.scrollBy(0, before > 0 ? -1 : 1);
    return getComputedStyle(document.documentElement).overflow !== "hidden" && document.documentElement.scrollTop !== before;
  });

/** Signs in, and tells how many events and modals that made. */
async function signsInOnce(shop: Opened, button = "Login"): Promise<void> {
  const email = await makeUser(shop.site, PASSWORD);
  await shop.modal.open(button);
  expect(await shop.page.locator(".signin-fast-modal").count()).toBe(1);
  await shop.modal.fill(email, PASSWORD);
  await shop.modal.send();
  await shop.page.waitForURL("**/callback**");
  expect(shop.modal.heard).toMatchObject([{ success: true, user: { email } }]);
}

/** Where the key is pressed goes with the key: a press by the element itself would wait for it. */
async function pressEscape(page: Opened["page"], on: Opened["modal"]["email"]): Promise<void> {
  await on.focus();
  await page.keyboard.press("Escape");
}

describe("leaving", () => {
  const ways: [string, (shop: Opened) => Promise<void>][] = [
    ["Escape in the form", ({ modal, page }) => pressEscape(page, modal.email)],
    ["Escape on the close button", ({ modal, page }) => pressEscape(page, modal.close)],
    ["the close button", ({ modal }) => modal.close.click()],
    ["the backdrop", ({ page }) => page.mouse.click(5, 300)],
    ["closeModal", (shop) => call(shop, "closeModal")],
    ["a script that closes all dialogs", ({ page }) => page.evaluate(() => document.querySelector("dialog")?.close())],
  ];
  const observed = documentOf(
    `<script>
      shifts = 0;
      new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifts += value }).observe({ type: "layout-shift" });
    </script>`,
    "",
  ).replace("</body></html>", "");

  /** How far things on the page have moved by themselves since it was loaded. */
  const shifts = ({ page }: Opened) =>
    page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      return (window as unknown as { shifts: number }).shifts;
    });

  test("the page scrolls again and is where it was, the focus is back, nothing has moved, nothing is announced", async () => {
    const shop = await open({ html: (site) => observed + BUTTONS + scriptTag(site) });
    await shop.page.evaluate(() => scrollTo(0, 9));
    for (const [way, leave] of ways) {
      const { scrollTop } = await shop.page.evaluate(() => ({ scrollTop: document.documentElement.scrollTop }));
      await shop.modal.open("Sign Up");
      expect(await shop.page.evaluate(() => getComputedStyle(document.body).overflow), way).toBe("hidden");
      await leave(shop);
      await shop.modal.dialog.waitFor({ state: "detached" });
      expect(await shop.page.evaluate(() => document.documentElement.scrollTop), way).toBe(scrollTop);
      expect(await scrollable(shop), way).toBe(true);
      expect(await shop.page.evaluate(() => document.activeElement?.textContent), way).toBe("Sign Up");
    }
    expect({ heard: shop.modal.heard, url: shop.page.url(), shifts: await shifts(shop) }).toEqual({ heard: [], url: shop.url, shifts: 0 });
    await shop.page.evaluate(() => document.body.prepend(Object.assign(document.createElement("p"), { textContent: "pushes" })));
    expect(await shifts(shop), "the control").toBeGreaterThan(0);
  });

  test("what is clicked in the modal, or dismisses it, is not clicked on the page behind", async () => {
    const shop = await open({
      html: (site) => documentOf("", `<script>clicks = 0; addEventListener("click", () => clicks++)</script>${BUTTONS}${scriptTag(site)}`),
    });
    await call(shop, "openModal");
    await shop.modal.isShown();
    await shop.page.mouse.click(5, 5);
    await shop.modal.dialog.waitFor({ state: "detached" });
    expect(await shop.page.evaluate("clicks")).toBe(0);
  });
});

test("the Tab key stays inside, both ways, and the form has the cursor first", async () => {
  const shop = await open({ kind: "by keyboard alone" });
  const { page, modal } = shop;
  await modal.open();
  await expect.poll(() => modal.email.evaluate((it) => it === document.activeElement && document.hasFocus())).toBe(true);
  await page.evaluate(() => {
    for (const button of document.querySelectorAll("main button"))
      button.addEventListener("focus", () => button.setAttribute("data-left", ""));
  });
  const seen = new Set<string>();
  for (const key of ["Tab", "Shift+Tab"]) {
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press(key);
      seen.add(await page.evaluate(() => document.activeElement?.className || document.activeElement?.tagName || ""));
    }
  }
  expect(await page.locator("[data-left]").count()).toBe(0);
  expect([...seen]).toEqual(expect.arrayContaining(["signin-fast-frame signin-fast-ready", "signin-fast-close"]));
});

test("the page around gives the focus to the frame, which alone puts it into its field, on each of its pages", async () => {
  const waiting = `<script>
    const give = HTMLIFrameElement.prototype.focus;
    HTMLIFrameElement.prototype.focus = function () { giveFocus = () => give.call(this) };
  </script><style>.signin-fast-button { font-weight: 800 }</style>`;
  const { page, modal } = await open({ html: (site) => documentOf(waiting, BUTTONS + scriptTag(site)) });
  const hasCursor = () => modal.email.evaluate((it) => it === document.activeElement && document.hasFocus());
  await page.getByRole("button", { name: "Login" }).click();
  // The looks of the host's button: the frame has heard the page around.
  await expect.poll(() => modal.frame.locator("main .button:not(.second)").getAttribute("style")).toBeTruthy();
  expect(await modal.email.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
  await page.evaluate("giveFocus()");
  await expect.poll(hasCursor).toBe(true);
  await page.keyboard.type("jane");
  expect(await modal.email.inputValue()).toBe("jane");
  await modal.follow("Forgot password?", headings.reset);
  await expect.poll(hasCursor).toBe(true);
  await page.keyboard.type("joe");
  expect(await modal.email.inputValue()).toBe("joe");
});

const headings = { login: "Sign in to Acme Shop", signup: "Create your account", reset: "Reset your password" };

/** The address that the form was opened at. */
const formOf = ({ page }: Opened) => new URL(page.frames()[1]?.url() ?? "");

describe("triggers", () => {
  const triggers: [string, string, string][] = [
    ["login", '<button data-signin-fast="login">go</button>', headings.login],
    ["signup", '<button data-signin-fast="signup"><b>go</b></button>', headings.signup],
    ["reset-password", '<button data-signin-fast="reset-password">go</button>', headings.reset],
    ["a value that is none", '<button data-signin-fast="">go</button>', headings.login],
    ["the class for login", '<button class="big signin-fast-login">go</button>', headings.login],
    ["the class for signup", '<button class="signin-fast-signup big">go</button>', headings.signup],
    ["the class for reset-password", '<button class="signin-fast-button signin-fast-reset-password">go</button>', headings.reset],
    ["a link, which is not followed", '<a role="button" href="/elsewhere" data-signin-fast="signup">go</a>', headings.signup],
    ["a component with a shadow", '<x-button data-signin-fast="signup">go</x-button>', headings.signup],
  ];
  const SHADOW = `<script>customElements.define("x-button", class extends HTMLElement {
    constructor() { super().attachShadow({ mode: "open", delegatesFocus: true }).innerHTML = "<button><slot></slot></button>" }
  })</script>`;
  test("each, put there before the script and after it", async () => {
    const all = triggers.map(([, html], index) => `<div class="place" id="place-${index}">${html}</div>`).join("");
    const shop = await open({ html: (site) => documentOf(SHADOW, `<h1>Shop</h1>${all}${scriptTag(site)}`) });
    // What comes later is found by the same listener: two of them stand for all.
    for (const [time, chosen] of [
      ["before", triggers],
      ["after", triggers.slice(-2)],
    ] as const) {
      for (const one of chosen) {
        const [name, , heading] = one;
        const trigger = shop.page.locator(`#place-${triggers.indexOf(one)}`).getByRole("button", { name: "go" });
        await trigger.click();
        await shop.modal.isShown(heading);
        expect(shop.page.url(), name).toBe(shop.url);
        await shop.modal.close.click();
        expect(
          await trigger.evaluate((it) => it.matches(":focus, :focus-within") || it.querySelector(":focus") !== null),
          `${name}, ${time}`,
        ).toBe(true);
      }
      expect(await shop.page.locator(".place > [aria-haspopup=dialog]").count()).toBe(triggers.length);
      await shop.page.evaluate(
        (again) => {
          for (const [index, html] of again.entries()) (document.getElementById(`place-${index}`) as Element).innerHTML = html;
        },
        triggers.map(([, html]) => html),
      );
    }
  });

  test("a click that the page kept for itself, or that opens a new tab, is left alone", async () => {
    const html = '<a href="/elsewhere" data-signin-fast="login">link</a><button data-signin-fast="login" id="mine">mine</button>';
    const listen = '<script>document.getElementById("mine").addEventListener("click", (event) => event.preventDefault())</script>';
    const shop = await open({ html: (site) => documentOf("", html + listen + scriptTag(site)) });
    await shop.page.click("#mine");
    const tab = shop.visitor.context.waitForEvent("page");
    await shop.page.click("a", { modifiers: ["ControlOrMeta"] });
    expect(new URL((await tab).url() || host().at("127.0.0.1")).host).toBe(new URL(host().at()).host);
    expect(await shop.modal.dialog.count()).toBe(0);
  });

  test("each method of SigninFast opens its page", async () => {
    const shop = await open();
    for (const [name, heading] of [
      ["openModal", headings.login],
      ["openModalToLogin", headings.login],
      ["openModalToSignup", headings.signup],
      ["openModalToResetPassword", headings.reset],
    ] as const) {
      await call(shop, name);
      await shop.modal.isShown(heading);
      expect(await shop.page.locator(".signin-fast-modal").count()).toBe(1);
    }
    await call(shop, "closeModal");
    await call(shop, "closeModal");
    expect(await shop.modal.dialog.count()).toBe(0);
  });
});

describe("however the page was put together", () => {
  test("the script twice: one widget, one event", async () => {
    await signsInOnce(await open({ html: (site) => documentOf(scriptTag(site), BUTTONS + scriptTag(site)) }));
  });

  test("the script removed and added again, as components do: one widget, one event", async () => {
    const shop = await open();
    await shop.page.evaluate(async () => {
      for (let time = 0; time < 3; time++) {
        const old = document.querySelector<HTMLScriptElement>("script[src*='embed.js']");
        const again = document.createElement("script");
        again.src = old?.src ?? "";
        again.setAttribute("data-state", `of tag ${time}`);
        old?.remove();
        const loaded = new Promise((done) => again.addEventListener("load", done));
        document.head.append(again);
        await loaded;
      }
    });
    await signsInOnce(shop);
    expect(new URL(shop.page.url()).searchParams.get("state")).toBe("of tag 2");
  });

  test("asked for before there is a body, and before there is a script", async () => {
    const early = "<script>(window.SigninFast ||= []).push(({ openModalToSignup }) => openModalToSignup({ state: 'early' }))</script>";
    const shop = await open({ html: (site) => documentOf(early + scriptTag(site), BUTTONS) });
    await shop.modal.isShown("Create your account");
    expect(formOf(shop).searchParams.get("state")).toBe("early");
    // The same words, said when the script is there.
    await shop.page.evaluate("(window.SigninFast ||= []).push(({ openModalToLogin }) => openModalToLogin())");
    await shop.modal.isShown(headings.login);
  });

  test("loaded late and out of order (async, in the head)", async () => {
    await signsInOnce(await open({ html: (site) => documentOf(scriptTag(site, " async"), BUTTONS) }));
  });

  test("a swap of the whole body takes an open modal along, and its lock; new buttons work at once", async () => {
    const shop = await open();
    await shop.modal.open();
    await shop.page.evaluate((html) => {
      const body = document.createElement("body");
      body.innerHTML = html;
      document.body.replaceWith(body);
    }, BUTTONS);
    expect(await shop.modal.dialog.count()).toBe(0);
    await expect.poll(() => scrollable(shop)).toBe(true);
    await signsInOnce(shop);
  });

  test("the script of another site takes over", async () => {
    const shop = await open();
    const other = await makeSite({ name: "Second Shop", success_uri: `${host().at()}/callback` });
    await shop.page.addScriptTag({ url: `${inject("baseUrl")}/${other.slug}/embed.js` });
    await shop.page.getByRole("button", { name: "Login" }).click();
    await shop.modal.isShown("Sign in to Second Shop");
    expect(await shop.page.locator(".signin-fast-modal").count()).toBe(1);
    await shop.page.addScriptTag({ url: `${inject("baseUrl")}/${shop.site.slug}/embed.js?back` });
    expect(await shop.modal.dialog.count()).toBe(0);
    await shop.modal.open("Login");
    expect(await shop.modal.heading.textContent()).toBe(headings.login);
    expect(await shop.page.locator(".signin-fast-modal").count()).toBe(1);
  });
});
