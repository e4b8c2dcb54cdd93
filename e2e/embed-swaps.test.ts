import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, inject, test } from "vitest";
import { htmx, turbo } from "@/app/(public)/docs/embed/samples";
import { makeUser, type Site } from "./api";
import { BUTTONS, documentOf } from "./embed/host";
import { atShop, type Opened } from "./embed/shop";

const PASSWORD = "correct horse battery";
const { host, open } = atShop();
const require = createRequire(import.meta.url);

/** The head of a sample of the documentation. */
const headOf = (sample: (appUrl: string) => string, { slug }: Site) =>
  /<head>(.*)<\/head>/s.exec(sample(inject("baseUrl")).replace("your-slug", slug))?.[1] ?? "";

const scrolls = ({ page }: Opened) => page.evaluate(() => getComputedStyle(document.body).overflow !== "hidden");
const modals = ({ page }: Opened) => page.locator(".signin-fast-modal").count();
const signsIn = async (shop: Opened, email: string) => {
  await shop.modal.fill(email, PASSWORD);
  await shop.modal.send();
  await shop.page.waitForURL("**/callback**");
  expect(shop.modal.heard).toMatchObject([{ success: true, user: { email } }]);
};

test("Turbo 8: visits, previews and refreshes, with the modal open", async () => {
  const page = (site: Site, name: string) =>
    documentOf(`<meta name="turbo-refresh-method" content="morph">${headOf(turbo, site)}`, `<h2>${name}</h2>${BUTTONS}`);
  host().put("/turbo.js", readFileSync(require.resolve("@hotwired/turbo/dist/turbo.es2017-umd.js"), "utf8"));
  const shop = await open({
    html: (site) => {
      host().put("/other", page(site, "Other"));
      return page(site, "First");
    },
  });
  const email = await makeUser(shop.site, PASSWORD);
  const visit = (path: string) =>
    shop.page.evaluate((to) => (window as unknown as { Turbo: { visit(to: string): void } }).Turbo.visit(to), path);
  for (const [path, name] of [
    ["/other", "Other"],
    [shop.url, "First"],
    ["/other", "Other"],
  ] as const) {
    await shop.modal.open("Login");
    await visit(path);
    await shop.page.getByRole("heading", { name }).waitFor();
    expect({ modals: await modals(shop), scrolls: await scrolls(shop) }).toEqual({ modals: 0, scrolls: true });
  }
  // A page that has been seen is shown from Turbo's picture of it until the server has answered.
  const preview = shop.page.locator("html[data-turbo-preview]");
  await shop.page.route(shop.url, async (route) => {
    await preview.waitFor({ state: "attached" });
    expect(await modals(shop)).toBe(0);
    await route.continue();
  });
  await visit(shop.url);
  await preview.waitFor({ state: "attached" });
  await preview.waitFor({ state: "detached" });
  await shop.page.unroute(shop.url);
  await shop.modal.open("Login");
  await shop.page.goBack();
  await shop.page.getByRole("heading", { name: "Other" }).waitFor();
  expect(await modals(shop)).toBe(0);

  await shop.modal.open("Login");
  await shop.modal.email.fill(email);
  await shop.page.evaluate(`document.body.append(Object.assign(document.createElement("aside"), { textContent: "of the page" }))`);
  await shop.page.evaluate("Turbo.session.refresh(location.href)");
  await shop.page.getByText("of the page").waitFor({ state: "detached" });
  expect(await shop.modal.email.inputValue()).toBe(email);
  await signsIn(shop, email);
});

test.each([
  ["2", require.resolve("htmx2/dist/htmx.js")],
  ["4", require.resolve("htmx.org/dist/htmx.js")],
])("htmx %s: swaps that bring and take a button, boosted visits and the way back, with the modal open", async (_, file) => {
  host().put("/htmx.js", readFileSync(file, "utf8"));
  host().put("/account-menu", '<button data-signin-fast="signup">Create an account</button>');
  host().put("/nothing", "Gone");
  const page = (site: Site, name: string) => {
    const sample = htmx(inject("baseUrl")).replace("your-slug", site.slug);
    const [, body = ""] = /<body>(.*)<\/body>/s.exec(sample) ?? [];
    const more = '<button hx-get="/nothing" hx-target="#account">Less</button> <a href="/boosted" hx-boost="true">On</a>';
    return documentOf(headOf(htmx, site), `<h2>${name}</h2>${body}${more}${BUTTONS}`);
  };
  const shop = await open({
    html: (site) => {
      host().put("/boosted", page(site, "Boosted"));
      return page(site, "First");
    },
  });
  const email = await makeUser(shop.site, PASSWORD);
  await shop.page.getByRole("button", { name: "Account", exact: true }).click();
  await shop.modal.open("Create an account");
  await shop.page.evaluate(`document.querySelector("[hx-get='/nothing']").click()`);
  await shop.page.getByText("Gone").waitFor();
  await shop.modal.isShown("Create your account");
  await shop.page.evaluate(`document.querySelector("[hx-boost]").click()`);
  await shop.page.getByRole("heading", { name: "Boosted" }).waitFor();
  expect({ modals: await modals(shop), scrolls: await scrolls(shop) }).toEqual({ modals: 0, scrolls: true });
  await shop.modal.open("Login");
  await shop.page.goBack();
  await shop.page.getByRole("heading", { name: "First" }).waitFor();
  expect({ modals: await modals(shop), scrolls: await scrolls(shop) }).toEqual({ modals: 0, scrolls: true });
  await shop.modal.open("Login");
  await signsIn(shop, email);
});
