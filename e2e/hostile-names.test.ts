import { afterAll, expect, inject, test } from "vitest";
import { EVERY_NAUGHTY } from "@/lib/testing/naughty-texts";
import { api, type Site } from "./api";
import { dashboard } from "./dashboard";
import { signedInCustomer } from "./operator";
import { closeBrowser, type Visitor } from "./visitor";

/** `npm run test:hostile` shows every name; the short form two pages of them. */
const LONG = Boolean(process.env.SIGNIN_LONG);
const A_PAGE = 25;

afterAll(closeBrowser);

/** A browser in which it is noted when something runs that nobody wrote. */
async function watched(): Promise<{ operator: Visitor; ran: string[] }> {
  const operator = await signedInCustomer();
  const ran: string[] = [];
  operator.page.on("dialog", async (dialog) => {
    ran.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  operator.page.on("request", (request) => {
    if (/evil\.example/.test(new URL(request.url()).host)) ran.push(`request: ${request.url()}`);
  });
  return { operator, ran };
}

/** What is wrong with the page that is open: something of a name became markup, or makes it wider than the window. */
const wrongWith = ({ page }: Visitor) =>
  page.evaluate(() => {
    const found: string[] = [];
    const strange = document.querySelectorAll(
      "main :is(iframe:not([title]), script:not([nonce]), base, math, [onerror], [onload], [onfocus], [ontoggle])",
    );
    if (strange.length > 0) found.push(`markup: ${strange[0]?.outerHTML}`);
    if ("executed" in window) found.push("a script ran");
    // Not the page's own width: what sticks out may be cut off instead, and then nobody reads it.
    const right = document.documentElement.clientWidth;
    const scrolls = (element: Element | null): boolean =>
      element !== null && (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    for (const element of document.body.querySelectorAll("*")) {
      const over = element.getBoundingClientRect().right - right;
      if (over > 1 && !scrolls(element.parentElement?.closest("body *") ?? null))
        found.push(`${over} px stick out: ${element.outerHTML.slice(0, 80)}`);
    }
    return found;
  });

test("hostile names are text wherever the dashboard shows them: nothing runs, nothing is loaded, nothing sticks out", {
  timeout: 3_600_000,
}, async () => {
  const names = LONG ? EVERY_NAUGHTY : EVERY_NAUGHTY.filter((_, index) => index % 12 === 0);
  const site = await siteNamed(names);
  const operations = names.map((name, index) => ({ action: "create", site_user: { email: `named${index}@example.com`, name } }));
  const { results } = await api<{ results: { status: number; id: number }[] }>("POST", "/api/site_users/batch", {
    site_id: site.id,
    operations,
  });
  const shown = results.filter(({ status }) => status === 201);
  expect(shown.length).toBeGreaterThan(names.length / 2);
  const { operator, ran } = await watched();
  await operator.page.setViewportSize({ width: 360, height: 740 });
  const users = dashboard(`/sites/${site.id}/users`);
  const pages = [dashboard(), dashboard(`/sites/${site.id}`), `${inject("baseUrl")}/${site.slug}/login`];
  const found: string[] = [];
  const look = async (address: string) => {
    await operator.page.goto(address);
    found.push(...(await wrongWith(operator)).map((problem) => `${address}: ${problem}`));
  };
  for (const address of pages) await look(address);
  await look(users);
  for (let page = 1; page < Math.ceil(shown.length / A_PAGE); page++) {
    await operator.page.getByRole("link", { name: "Older" }).click();
    await operator.page.waitForLoadState();
    found.push(...(await wrongWith(operator)));
  }
  for (const { id } of shown.filter((_, index) => LONG || index % 16 === 0)) await look(`${users}/${id}`);
  expect({ found, ran, complaints: operator.complaints }).toEqual({ found: [], ran: [], complaints: [] });
  if (LONG)
    console.log(`${shown.length} hostile names shown by a browser, ${names.length - shown.length} refused; nothing ran, nothing stuck out`);

  // The same eyes see it where it happens: on a page of its own, which nothing draws anew meanwhile.
  await operator.page.goto("about:blank");
  await operator.page.setContent(`<main><img src="//evil.example/x" onerror=""></main><p style="width: 9999px">wide</p>`);
  expect(await wrongWith(operator)).toEqual([expect.stringContaining("markup: <img"), expect.stringContaining("px stick out")]);
  await operator.page.evaluate(() => void fetch("https://evil.example/").catch(() => undefined));
  expect([...ran, ...operator.complaints]).not.toEqual([]);
});

/** A site with the first of these names that a site may have, and that is markup. */
async function siteNamed(names: readonly string[]): Promise<Site> {
  const name = names.find((text) => /<\w+ .*=/.test(text)) ?? "<img src=x onerror=alert(1)>";
  return (await api<{ site: Site }>("POST", "/api/sites", { site: { name, success_uri: "https://acme.example/in" } })).site;
}
