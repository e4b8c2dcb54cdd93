import { describe, expect, test } from "vitest";
import { makeUser, type Site } from "./api";
import { reactApp, vueApp } from "./embed/bundle";
import { documentOf } from "./embed/host";
import { atShop, type Opened } from "./embed/shop";

const PASSWORD = "correct horse battery";
const { host, open } = atShop();

/** A page with the documentation's component. Without `success_uri` the page stays, and shows whom it was told of. */
async function openApp(app: (site: Site) => Promise<string>, successUri: string | null): Promise<Opened> {
  const addresses = { success_uri: successUri, home_uri: null, allowed_origins: [host().at()] };
  const shop = await open({ site: addresses, html: () => documentOf("", "<p>Loading</p>") });
  host().put(`/${shop.site.slug}.js`, await app(shop.site));
  host().put(`/${shop.site.slug}`, documentOf("", `<h1>App</h1><div id="app"></div><script src="/${shop.site.slug}.js"></script>`));
  await shop.page.reload();
  await widgetIsThere(shop);
  return shop;
}

const widgetIsThere = ({ page }: Opened) => page.waitForFunction(() => "SigninFast" in window);
const run = ({ page }: Opened, name: "mount" | "unmount") =>
  page.evaluate((call) => (window as unknown as Record<string, () => void>)[call]?.(), name);

describe.each([
  ["React in StrictMode", reactApp],
  ["Vue", vueApp],
])("the documentation's component for %s", (_, app) => {
  test("signs in over the page and shows the user; the event comes once", async () => {
    const shop = await openApp(app, null);
    const email = await makeUser(shop.site, PASSWORD);
    await shop.modal.open("Login");
    await shop.modal.fill(email, PASSWORD);
    await shop.modal.send();
    await shop.page.getByText(`Welcome, ${email}!`).waitFor();
    expect(shop.modal.heard).toMatchObject([{ action: "login", success: true, user: { email }, token: expect.stringMatching(/^tkn_/) }]);
    expect({ url: shop.page.url(), modals: await shop.modal.dialog.count() }).toEqual({ url: shop.url, modals: 0 });
  });

  test("goes on to the callback where the site has one", async () => {
    const shop = await openApp(app, `${host().at()}/callback`);
    await shop.modal.open("Sign Up");
    await shop.modal.fill(`${shop.site.slug}@example.com`, PASSWORD);
    await shop.modal.send();
    await shop.page.waitForURL("**/callback?token=tkn_*");
    expect(shop.modal.heard).toHaveLength(1);
  });

  test("unmounted while the modal is open, and mounted again: still one widget, one modal, one event", async () => {
    const shop = await openApp(app, null);
    const email = await makeUser(shop.site, PASSWORD);
    await shop.modal.open("Login");
    await run(shop, "unmount");
    await shop.modal.close.click();
    await run(shop, "mount");
    await run(shop, "unmount");
    await run(shop, "mount");
    await shop.modal.open("Login");
    expect(await shop.page.locator(".signin-fast-modal").count()).toBe(1);
    await shop.modal.fill(email, PASSWORD);
    await shop.modal.send();
    await shop.page.getByText(`Welcome, ${email}!`).waitFor();
    expect(shop.modal.heard).toHaveLength(1);
  });
});
