import { describe, expect, test } from "vitest";
import { makeUser, type Site } from "./api";
import { ourReactApp, ourSvelteApp, ourVueApp, reactApp, vueApp } from "./embed/bundle";
import { documentOf } from "./embed/host";
import { atShop, type Opened } from "./embed/shop";

const PASSWORD = "correct horse battery";
const { host, open } = atShop();

type App = (site: Site) => Promise<string>;

/** A page with a component. Without `success_uri` the page stays, and shows whom it was told of. */
async function openApp(app: App, successUri: string | null): Promise<Opened> {
  const shop = await open({
    site: { success_uri: successUri, home_uri: null, allowed_origins: [host().at()] },
    html: async (site) => {
      host().put(`/${site.slug}.js`, await app(site));
      return documentOf("", `<h1>App</h1><div id="app"></div><script src="/${site.slug}.js"></script>`);
    },
  });
  await shop.page.waitForFunction(() => "SigninFast" in window);
  return shop;
}

const run = ({ page }: Opened, name: "mount" | "unmount") =>
  page.evaluate((call) => (window as unknown as Record<string, () => void>)[call]?.(), name);

/** Unmounted while the modal is open, and mounted again: still one widget, one modal, one event, and the user on the page. */
async function comesAndGoes(shop: Opened, button: string): Promise<void> {
  const email = await makeUser(shop.site, PASSWORD);
  await shop.modal.open(button);
  await run(shop, "unmount");
  await shop.modal.close.click();
  for (const step of ["mount", "unmount", "mount"] as const) await run(shop, step);
  await shop.modal.open(button);
  expect(await shop.page.locator(".signin-fast-modal").count()).toBe(1);
  await shop.modal.fill(email, PASSWORD);
  await shop.modal.send();
  await shop.page.getByText(`Welcome, ${email}`).waitFor();
  expect(shop.modal.heard).toMatchObject([{ action: "login", success: true, user: { email }, token: expect.stringMatching(/^tkn_/) }]);
  expect({ url: shop.page.url(), modals: await shop.modal.dialog.count() }).toEqual({ url: shop.url, modals: 0 });
}

describe.each<[string, App]>([
  ["React in StrictMode", reactApp],
  ["Vue", vueApp],
])("the component that Signin.fast documents for %s", (_, app) => {
  test("comes and goes on a page that stays", async () => {
    await comesAndGoes(await openApp(app, null), "Login");
  });

  test("goes on to the callback where the site has one", async () => {
    const shop = await openApp(app, `${host().at()}/callback`);
    await shop.modal.open("Sign Up");
    await shop.modal.fill(`${shop.site.slug}@example.com`, PASSWORD);
    await shop.modal.send();
    await shop.page.waitForURL("**/callback?token=tkn_*");
    expect(shop.modal.heard).toHaveLength(1);
  });
});

test.each<[string, App]>([
  ["React in StrictMode", ourReactApp],
  ["Vue", ourVueApp],
  ["Svelte", ourSvelteApp],
])("the component of our own documentation for %s comes and goes, and stays where the site has a callback", async (_, app) => {
  await comesAndGoes(await openApp(app, `${host().at()}/callback`), "Sign in");
});
