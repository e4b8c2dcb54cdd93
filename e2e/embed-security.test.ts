import type { Frame, Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { makeSite, makeUser, type Site } from "./api";
import { documentOf } from "./embed/host";
import { atShop, type Opened, scriptTag } from "./embed/shop";
import { newVisitor, type Visitor } from "./visitor";

const PASSWORD = "correct horse battery";
const { host, open } = atShop();

async function signsIn(shop: Opened): Promise<void> {
  const email = await makeUser(shop.site, PASSWORD);
  await shop.modal.open("Login");
  await shop.modal.fill(email, PASSWORD);
  await shop.modal.send();
  await shop.page.waitForURL("**/callback**");
  expect(shop.modal.heard).toMatchObject([{ success: true, user: { email } }]);
}

/** The frame of our form inside a page. */
const formOf = (page: Page): Frame => {
  const found = page.frames().find((frame) => frame.url().startsWith(inject("baseUrl")));
  if (!found) throw new Error("No frame of ours");
  return found;
};
const nonceOf = (page: Page) => new URL(formOf(page).url()).searchParams.get("nonce") ?? "";

/** A page that opens our form by itself, without the widget, and keeps every message that comes to it. */
const listening = (address: string, how: "frame" | "popup") =>
  documentOf(
    "<script>heard = []; addEventListener('message', ({ data }) => heard.push(data))</script>",
    how === "frame" ? `<h1>x</h1><iframe src="${address}"></iframe>` : `<h1>x</h1><button onclick="window.open('${address}')">go</button>`,
  );
const heardBy = (page: Page | Frame) => page.evaluate("heard") as Promise<{ kind: string; token?: string }[]>;
const addressOf = ({ slug }: Site, origin: string) =>
  `${inject("baseUrl")}/${slug}/embed?page=login&nonce=guessed&origin=${encodeURIComponent(origin)}`;

async function signInAt(form: Frame | Page, email: string): Promise<void> {
  await form.getByLabel("Email").fill(email);
  await form.locator("input[type=password]").fill(PASSWORD);
  await form.locator("main form .button:not(.second)").click();
}

/** Somebody whose browser is expected to complain of what it refused. */
async function complainingly<T>(act: (visitor: Visitor) => Promise<T>): Promise<{ result: T; complaints: string[] }> {
  const visitor = await newVisitor();
  try {
    return { result: await act(visitor), complaints: visitor.complaints };
  } finally {
    await visitor.context.close();
  }
}

test("under a strict policy of the page around, without one complaint", async () => {
  const policy = `default-src 'none'; script-src 'self' ${inject("baseUrl")}; style-src 'self'; img-src data:; frame-src ${inject("baseUrl")}; base-uri 'none'; require-trusted-types-for 'script'`;
  const shop = await open({
    html: (site) => documentOf("", `<h1>Shop</h1><button data-signin-fast="login">Login</button>${scriptTag(site)}`),
    headers: () => ({ "content-security-policy": policy }),
  });
  await signsIn(shop);
});

test("on a page that is isolated from other origins' windows", async () => {
  await signsIn(await open({ headers: () => ({ "cross-origin-opener-policy": "same-origin", "permissions-policy": "camera=()" }) }));
});

test("cookies of third parties are blocked, as everywhere here: signs in, and no cookie is left", async () => {
  const shop = await open();
  const { page, context } = shop.visitor;
  const cookie = "document.cookie = 'third=1; SameSite=None; Secure'";
  host().put("/third", documentOf("", `<h1>x</h1><script>${cookie}</script>`));
  const third = `${host().at("third.localhost")}/third`;
  host().put("/first", documentOf("", `<h1>x</h1><iframe src="${third}"></iframe>`));
  // The same page gets its cookie where it stands alone, and none in a frame.
  await page.goto(third);
  expect(await page.evaluate(() => document.cookie)).toBe("third=1");
  await page.goto(`${host().at()}/first`);
  await page.frameLocator("iframe").getByRole("heading").waitFor();
  expect(await page.frames()[1]?.evaluate(() => document.cookie)).toBe("");
  await context.clearCookies();
  await page.goto(shop.url);
  await signsIn(shop);
  expect(await context.cookies()).toEqual([]);
});

describe("messages from anybody else", () => {
  const kinds = [
    { kind: "ready", title: "forged" },
    { kind: "size", height: 7 },
    { kind: "dismiss" },
    { kind: "refused", action: "login", error: "forged" },
    {
      kind: "done",
      action: "login",
      user: { id: 1, email: "eve@evil.example", name: null },
      token: "tkn_forged",
      redirect: "https://evil.example/",
    },
  ];

  test("thirty forged ones: none is taken; the thirty-first, from the frame itself, is", async () => {
    const shop = await open();
    const { page, modal } = shop;
    await modal.open();
    const title = await page.locator(".signin-fast-frame").getAttribute("title");
    const all = [nonceOf(page), ""].flatMap((signinFast) => kinds.map((news) => ({ signinFast, ...news })));
    const forge = (messages: object[], target: "self" | "parent") => {
      const to = target === "self" ? window : window.parent;
      for (const message of messages) to.postMessage(message, "*");
    };
    // From the page itself, from a stranger's frame in it, and from a page of our own origin that is not the form.
    const evaluated = async (url: string) => {
      await page.evaluate((src) => {
        const frame = document.createElement("iframe");
        frame.src = src;
        document.body.append(frame);
      }, url);
      await expect.poll(() => page.frames().some((frame) => frame.url() === url)).toBe(true);
      const frame = page.frames().find((one) => one.url() === url) as Frame;
      await frame.waitForLoadState();
      await frame.evaluate(`(${forge})(${JSON.stringify(all)}, "parent")`);
    };
    host().put("/evil", documentOf("", "<h1>Evil</h1>"));
    await page.evaluate(`(${forge})(${JSON.stringify(all)}, "self")`);
    await evaluated(`${host().at("evil.localhost")}/evil`);
    const own = `${inject("baseUrl")}/self-test`;
    await shop.visitor.context.route(own, (route) => route.fulfill({ contentType: "text/html", body: documentOf("", "<h1>x</h1>") }));
    await evaluated(own);
    expect(all.length * 3).toBe(30);
    // Messages arrive in their order, so that this one is the last.
    const control = { signinFast: nonceOf(page), kind: "refused", action: "login", error: "control" };
    await formOf(page).evaluate((message) => parent.postMessage(message, "*"), control);
    await expect.poll(() => modal.heard.length).toBe(1);
    expect(modal.heard).toEqual([{ action: "login", success: false, user: null, token: null, error: "control" }]);
    expect(await page.locator(".signin-fast-frame").getAttribute("title")).toBe(title);
    expect({ url: page.url(), modals: await modal.dialog.count() }).toEqual({ url: shop.url, modals: 1 });
  });

  test("from a window that the page has opened, from the one that opened it, and with the nonce of an opening before: none", async () => {
    const shop = await open();
    const { context } = shop.visitor;
    host().put("/evil", documentOf("", "<h1>Evil</h1>"));
    const opened = async (by: Page, url: string) => {
      const [page] = await Promise.all([
        context.waitForEvent("page"),
        by.evaluate((address) => {
          (window as unknown as { opened: unknown }).opened = window.open(address);
        }, url),
      ]);
      await page.waitForLoadState();
      return page;
    };
    await shop.modal.open();
    const nonceBefore = nonceOf(shop.page);
    await shop.modal.close.click();
    await shop.modal.open();
    const evil = await opened(shop.page, `${host().at("evil.localhost")}/evil`);
    const second = await opened(evil, shop.url);
    await second.getByRole("button", { name: "Login" }).click();
    await second.locator(".signin-fast-ready").waitFor();
    await evil.evaluate(
      ([mine, theirs]) => {
        for (const message of mine ?? []) window.opener.postMessage(message, "*");
        for (const message of theirs ?? []) (window as unknown as { opened: Window }).opened.postMessage(message, "*");
      },
      [shop.page, second].map((page) => kinds.map((news) => ({ signinFast: nonceOf(page), ...news }))),
    );
    for (const page of [shop.page, second]) {
      const done = { action: "login", user: { id: 1, email: "control@example.com", name: null }, token: "tkn_control", redirect: null };
      await formOf(page).evaluate(
        (messages) => {
          for (const message of messages) parent.postMessage(message, "*");
        },
        [
          ...kinds.map((news) => ({ signinFast: nonceBefore, ...news })),
          // The control, and the same once more: an opening ends once.
          { signinFast: nonceOf(page), kind: "done", ...done },
          { signinFast: nonceOf(page), kind: "done", ...done, token: "tkn_again" },
        ],
      );
      await page.locator(".signin-fast-modal").waitFor({ state: "detached" });
      expect(page.url()).toBe(shop.url);
    }
    await expect.poll(() => shop.modal.heard.map(({ token }) => token)).toEqual(["tkn_control", "tkn_control"]);
  });

  test("an address that is a script is not gone to, not even when the form says so", async () => {
    const { page, modal, url } = await open();
    await modal.open();
    const done = { kind: "done", action: "login", user: null, token: "tkn_x", redirect: "javascript:document.title='evil'" };
    await formOf(page).evaluate((message) => parent.postMessage(message, "*"), { signinFast: nonceOf(page), ...done });
    await expect.poll(() => modal.heard.length).toBe(1);
    expect({ url: page.url(), title: await page.title() }).toEqual({ url, title: "Acme Shop" });
  });

  test("the form's own window, once a stranger's page is in it, is a stranger's", async () => {
    const { page, modal } = await open();
    await modal.open();
    const signinFast = nonceOf(page);
    host().put("/evil", documentOf("", "<h1>Evil</h1>"));
    const evil = `${host().at("evil.localhost")}/evil`;
    await page.locator(".signin-fast-frame").evaluate((frame, src) => {
      (frame as HTMLIFrameElement).src = src;
    }, evil);
    await expect.poll(() => page.frames().some((frame) => frame.url() === evil)).toBe(true);
    const frame = page.frames().find((one) => one.url() === evil) as Frame;
    await page.evaluate("last = new Promise((done) => addEventListener('message', ({ data }) => data === 'last' && done())); 0");
    await frame.evaluate(
      (messages) => {
        for (const message of messages) parent.postMessage(message, "*");
        parent.postMessage("last", "*");
      },
      kinds.map((news) => ({ signinFast, ...news })),
    );
    await page.evaluate("last");
    expect({ heard: modal.heard, modals: await modal.dialog.count() }).toEqual({ heard: [], modals: 1 });
  });

  test("to the form: looks are taken from the page around, and from no other window, and none that could load or move", async () => {
    const { page, modal } = await open();
    await modal.open();
    const button = () =>
      formOf(page)
        .locator("main .button:not(.second)")
        .evaluate((it) => (it as HTMLElement).style.cssText);
    const signinFast = nonceOf(page);
    host().put("/evil", documentOf("", "<h1>Evil</h1>"));
    await page.evaluate(
      (src) => {
        const frame = document.createElement("iframe");
        frame.src = src;
        document.body.append(frame);
      },
      `${host().at("evil.localhost")}/evil`,
    );
    const evilFrame = () => page.frames().find((one) => one.url().endsWith("/evil"));
    await expect.poll(() => evilFrame() !== undefined).toBe(true);
    await evilFrame()?.evaluate((nonce) => {
      for (let index = 0; index < parent.frames.length; index++)
        parent.frames[index]?.postMessage({ signinFast: nonce, button: { color: "rgb(1, 2, 3)" } }, "*");
    }, signinFast);
    await page.evaluate((nonce) => {
      const send = (more: object) => document.querySelector<HTMLIFrameElement>(".signin-fast-frame")?.contentWindow?.postMessage(more, "*");
      send({ signinFast: "wrong", button: { color: "rgb(4, 5, 6)" } });
      send({ signinFast: nonce, button: { position: "fixed", "background-image": "url(https://evil.example/x)", "box-shadow": 7 } });
      send({ signinFast: nonce, button: { "background-image": "image-set('https://evil.example/x' 1x)", "font-family": "\\75rl(x)" } });
      send({ signinFast: nonce, button: null });
      send({ signinFast: nonce, button: { "letter-spacing": "3px" } });
    }, signinFast);
    await expect.poll(button).toBe("letter-spacing: 3px;");
  });
});

describe("a page that is not registered", () => {
  const strangers = ["evil.localhost", "shop.localhost", "[::1]", "127.0.0.1.evil.localhost"];

  test("the control: a registered page hears of its frame, and gets the token of who signs in there", async () => {
    const site = await makeSite({ success_uri: `${host().at()}/callback` });
    host().put("/good", listening(addressOf(site, host().at()), "frame"));
    const { result } = await complainingly(async ({ page }) => {
      await page.goto(`${host().at()}/good`);
      await signInAt(formOf(page), await makeUser(site, PASSWORD));
      await expect.poll(async () => (await heardBy(page)).some(({ kind }) => kind === "done")).toBe(true);
      return heardBy(page);
    });
    expect(result.find(({ kind }) => kind === "done")?.token).toMatch(/^tkn_/);
  });

  test("as a parent: no stranger sees a form, whatever it says it is", async () => {
    const site = await makeSite({ success_uri: `${host().at()}/callback` });
    const claims = strangers.flatMap((name) => [host().at(), host().at(name)].map((claimed) => ({ name, claimed })));
    const { result, complaints } = await complainingly(async ({ page }) => {
      const seen: object[] = [];
      for (const { name, claimed } of claims) {
        host().put("/evil", listening(addressOf(site, claimed), "frame"));
        await page.goto(`${host().at(name)}/evil`, { waitUntil: "load" });
        seen.push({ name, claimed, heard: await heardBy(page), inputs: await page.frames()[1]?.locator("input").count() });
      }
      return seen;
    });
    expect(result).toEqual(claims.map((claim) => ({ ...claim, heard: [], inputs: 0 })));
    expect(complaints.filter((complaint) => complaint.includes("frame-ancestors")).length).toBeGreaterThanOrEqual(claims.length);
  });

  test("as a parent of a registered page, or of one in a sandbox: no form there either, but the way to the page", async () => {
    const shop = await open();
    const frames = ["", 'sandbox="allow-scripts allow-top-navigation-by-user-activation"'];
    const html = frames.map((sandbox) => `<iframe src="${shop.url}" style="width:900px;height:700px" ${sandbox}></iframe>`).join("");
    host().put("/evil", documentOf("", `<h1>x</h1>${html}`));
    const way = `${inject("baseUrl")}/${shop.site.slug}/login?ui_locales=en`;
    await complainingly(async ({ page }) => {
      await page.goto(`${host().at("evil.localhost")}/evil`);
      const inners = frames.map((_, index) => page.frameLocator("body > iframe").nth(index));
      for (const inner of inners) await inner.getByRole("button", { name: "Login" }).click();
      for (const inner of inners) {
        const link = inner.getByRole("link", { name: "Continue on the page of Acme Shop" });
        await link.waitFor();
        expect(await link.getAttribute("href")).toBe(way);
        expect(await inner.frameLocator("iframe").locator("input").count()).toBe(0);
      }
      await inners[1]?.getByRole("link").click();
      await page.waitForURL(way);
    });
  });

  test("as an opener: no stranger hears anything, and who signs in there comes to the callback", async () => {
    const site = await makeSite({ success_uri: `${host().at()}/callback` });
    const email = await makeUser(site, PASSWORD);
    for (const name of strangers) {
      for (const claimed of [host().at(), host().at(name)]) {
        host().put("/evil", listening(addressOf(site, claimed), "popup"));
        const { result } = await complainingly(async ({ page, context }) => {
          await page.goto(`${host().at(name)}/evil`);
          const popup = context.waitForEvent("page");
          await page.getByRole("button").click();
          const form = await popup;
          await signInAt(form, email);
          await form.waitForURL("**/callback**");
          return { heard: await heardBy(page), end: new URL(form.url()).origin };
        });
        expect(result, `${name} as ${claimed}`).toEqual({ heard: [], end: host().at() });
      }
    }
  });
});

test("a page with odd names and broken built-ins still signs in, and gains one global name", async () => {
  const tricks = `<script>
    for (const name of ["map", "filter", "forEach", "find", "some", "every", "reduce", "indexOf"]) Array.prototype[name] = () => { throw new Error(name) };
    String.prototype.startsWith = String.prototype.trim = () => { throw new Error("broken") };
    Object.defineProperty(Object.prototype, "action", { value: "evil", enumerable: false, writable: true });
    window.name = "SigninFast"; var origin = "https://evil.example", site = 1, modal = 2, nonce = "evil";
    names = Object.getOwnPropertyNames(window);
  </script>`;
  const clobbered = ["SigninFast", "body", "createElement", "currentScript", "querySelectorAll", "activeElement", "documentElement"].concat(
    ["scripts", "adoptedStyleSheets", "addEventListener", "dispatchEvent"],
  );
  const images = clobbered.map((name) => `<img name="${name}" id="${name}" alt="">`).join("");
  const shop = await open({
    html: (site) => documentOf(tricks, `${images}<button data-signin-fast="login">Login</button>${scriptTag(site)}`),
  });
  const added = await shop.page.evaluate(`(() => {
    const added = [];
    for (const name of Object.getOwnPropertyNames(window)) if (name !== "names" && !names.includes(name)) added.push(name);
    return added;
  })()`);
  expect(added).toEqual(["SigninFast"]);
  await signsIn(shop);
});

describe("hostile pages", () => {
  /** Each breaks what it can before our script comes. */
  const broken = (code: string) => `<script>${code}</script>`;
  const throwing = (object: string, names: string) =>
    broken(`for (const name of "${names}".split(" ")) ${object}[name] = () => { throw new Error(name) }`);
  const pages: [string, { head?: string; body?: string; tag?: string; policy?: string }][] = [
    [
      "elements named as we are, as what we call, and a base elsewhere",
      {
        head: '<base href="https://evil.example/" target="evil">',
        body: `<form id="SigninFast"><input name="base"><input name="closeModal"></form>
          <form id="addEventListener"></form><form id="dispatchEvent"></form><img name="body"><img name="createElement"><img name="scripts">
          <form id="signin-fast" name="signin-fast-modal" class="signin-fast-content"><i class="signin-fast-wait"></i></form>`,
      },
    ],
    [
      "a stranger's frame of our name",
      { head: broken('window.name = "SigninFast"'), body: '<iframe name="SigninFast" src="EVIL"></iframe>' },
    ],
    ["somebody else's global", { head: broken("SigninFast = { base: {}, closeModal: 1 }; origin = 'null'; parent = null") }],
    [
      "built-ins that throw",
      {
        head: [
          throwing("Array.prototype", "map filter forEach find some every reduce indexOf includes push slice concat join"),
          throwing("JSON", "parse stringify"),
          throwing("window", "addEventListener dispatchEvent removeEventListener postMessage"),
          throwing("Promise.prototype", "then catch finally"),
          throwing("customElements", "define get whenDefined"),
          throwing("Function.prototype", "call apply bind"),
        ].join(""),
      },
    ],
    [
      "frozen globals",
      {
        head: broken(`Object.defineProperty(window, "SigninFast", { value: 7 });
          for (const it of [Object, Array, Function, Document, HTMLElement, EventTarget]) Object.freeze(it.prototype)`),
      },
    ],
    [
      "a policy with a nonce, and trusted types",
      {
        policy:
          "default-src 'none'; script-src 'nonce-n1'; frame-src *; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'",
        tag: ' nonce="n1"',
      },
    ],
  ];

  test("no trick keeps the form away or makes a forged message count; one of the form counts on each", async () => {
    const site = await makeSite({ success_uri: `${host().at()}/callback` });
    const { result, complaints } = await complainingly(async ({ page }) => {
      const seen: object[] = [];
      for (const [name, { head = "", body = "", tag = "", policy }] of pages) {
        const evil = `${host().at("evil.localhost")}/evil`;
        host().put("/evil", documentOf("", "<h1>Evil</h1>"));
        const hears = `<script nonce="n1">{ const root = document.documentElement; root.dataset.heard = "";
          addEventListener("signinFastAuth", ({ detail }) => { root.dataset.heard += detail.error || "forged" }) }</script>`;
        const button = `<button data-signin-fast="login">Login</button><iframe src="${evil}"></iframe>`;
        host().put("/hostile", {
          html: documentOf(hears + head, body.replace("EVIL", evil) + button + scriptTag(site, tag)),
          headers: policy === undefined ? {} : { "content-security-policy": policy },
        });
        await page.goto(`${host().at()}/hostile`);
        await page.getByRole("button", { name: "Login" }).click();
        await page.locator(".signin-fast-ready").waitFor();
        const signinFast = nonceOf(page);
        const send = (frame: Frame | undefined, messages: object[]) =>
          frame?.evaluate((all) => {
            for (const message of all) parent.postMessage(message, "*");
          }, messages);
        const forged = { action: "login", user: null, token: "tkn_forged", redirect: "https://evil.example/" };
        await send(
          page.frames().find((frame) => frame.url() === evil),
          [
            { signinFast, kind: "done", ...forged },
            { signinFast, kind: "dismiss" },
          ],
        );
        await send(formOf(page), [{ signinFast, kind: "refused", action: "login", error: "control" }]);
        await page.locator('html[data-heard*="control"]').waitFor({ state: "attached" });
        seen.push({
          name,
          heard: await page.locator("html").getAttribute("data-heard"),
          modals: await page.locator(".signin-fast-ready").count(),
        });
      }
      return seen;
    });
    expect(result).toEqual(pages.map(([name]) => ({ name, heard: "control", modals: 1 })));
    expect(complaints).toEqual([]);
  });
});

test("a site's name cannot write into the script", async () => {
  const shop = await open();
  for (const name of ["</script><script>alert(1)</script>", "$\x7balert(1)}`'\"\\", "\u2028\u2029 x", "__SIGNIN_FAST__ $& $1"]) {
    const site = await makeSite({ name, success_uri: `${host().at()}/callback` });
    host().put("/named", documentOf("", `<button data-signin-fast="login">Login</button>${scriptTag(site)}`));
    await shop.page.goto(`${host().at()}/named`);
    await shop.modal.open("Login");
    expect(await shop.modal.heading.textContent()).toContain(
      name
        .replace(/[\u2028\u2029]/g, "")
        .trim()
        .slice(0, 4),
    );
  }
});
