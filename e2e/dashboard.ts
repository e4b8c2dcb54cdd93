import type { Page } from "playwright-core";
import { afterAll, expect, inject } from "vitest";
import { unique } from "./api";
import { violationsInBoth } from "./axe";
import { cli } from "./server";
import { newVisitor, type Visitor } from "./visitor";

export const OPERATOR_PASSWORD = "a long operator password";

/** Signs the operator of a fresh account in. They stand before the empty list of their sites then. */
export async function signedInOperator(visitor: Visitor): Promise<{ email: string; password: string }> {
  const email = await freshAccount();
  await enter(visitor, email, OPERATOR_PASSWORD);
  await visitor.page.goto(dashboard());
  return { email, password: OPERATOR_PASSWORD };
}

let next: Promise<string> | undefined;
afterAll(() => next);

/** A fresh account, made by command, as the address of its operator. The next one is made meanwhile: a command takes a second to begin. */
async function freshAccount(): Promise<string> {
  const make = async () => {
    const email = `${unique("owner")}@example.com`;
    await command("account", "create", "--email", email, "--password", OPERATOR_PASSWORD);
    return email;
  };
  const email = await (next ?? make());
  next = make();
  return email;
}

/** Names a site of the operator who is signed in. */
export async function nameSite({ page }: Visitor, name: string): Promise<{ id: string; slug: string }> {
  await page.goto(`${inject("baseUrl")}/dashboard/sites/new`);
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make the site" }).click();
  await page.waitForURL(/\/dashboard\/sites\/\d+$/);
  const src = await page.locator("iframe").getAttribute("src");
  return { id: new URL(page.url()).pathname.split("/").at(-1) ?? "", slug: src?.split("/")[1] ?? "" };
}

/** A page as it stands is good for everybody: axe finds nothing, light or dark, and nothing is to scroll sideways at 320 pixels. */
export async function expectGoodForAll({ page }: Visitor): Promise<void> {
  expect(await violationsInBoth(page)).toEqual([]);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 568 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
  const small = await page
    .locator("button:visible, input:visible, select:visible, main nav a:visible")
    .evaluateAll((controls) =>
      controls
        .filter((control) => control.getBoundingClientRect().height < 24 && control.getAttribute("type") !== "checkbox")
        .map(({ outerHTML }) => outerHTML),
    );
  expect(small).toEqual([]);
  if (size) await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** Asks for the client secret on a site's page, and reads it. */
export async function revealSecret(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Reveal client secret" }).click();
  return (
    (await page
      .locator("code")
      .filter({ hasText: /^pst_[\w-]{48}$/ })
      .textContent()) ?? ""
  );
}

/** The client id on a site's page. */
export async function clientIdOn(page: Page): Promise<string> {
  return (await page.locator("code").filter({ hasText: /^pid_/ }).first().textContent()) ?? "";
}

/** Runs a command beside the server of these tests. */
export const command = <T>(...words: string[]) => cli<T>({ dataDir: inject("dataDir"), baseUrl: inject("baseUrl") }, ...words);

/** The address of a page of the dashboard. */
export const dashboard = (path = "") => `${inject("baseUrl")}/dashboard${path}`;

/** A browser with its operator signed in by the form. */
export async function signedInAs(email: string, password = OPERATOR_PASSWORD): Promise<Visitor> {
  const visitor = await newVisitor();
  await signIn(visitor, email, password);
  await visitor.page.waitForURL(dashboard());
  return visitor;
}

/** Gives a browser an operator's session, as what the form sends would: for whatever is not about signing in. */
export async function enter({ context }: Visitor, email: string, password: string): Promise<void> {
  const auth = `${inject("baseUrl")}/api/auth`;
  const { csrfToken } = (await (await context.request.get(`${auth}/csrf`)).json()) as { csrfToken: string };
  const answer = await context.request.post(`${auth}/callback/credentials`, {
    headers: { origin: inject("baseUrl") },
    form: { email, password, csrfToken, json: "true" },
  });
  expect({ status: answer.status(), cookies: (await context.cookies()).map(({ name }) => name) }).toEqual({
    status: 200,
    cookies: expect.arrayContaining(["next-auth.session-token"]),
  });
}

/** Sends the sign-in form. */
export async function signIn({ page }: Visitor, email: string, password: string): Promise<void> {
  await page.goto(dashboard("/login"));
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The session of a browser, copied: the Cookie header of somebody who got hold of it. */
export async function copiedSession({ context }: Visitor): Promise<string> {
  const cookies = (await context.cookies()).filter(({ name }) => name.includes("session-token"));
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** Whether a copied session lets somebody in. */
export async function letsIn(cookie: string): Promise<boolean> {
  const { status, headers } = await fetch(dashboard("/profile"), { headers: { cookie }, redirect: "manual" });
  if (status === 200) return true;
  if (status === 307 && headers.get("location")?.endsWith("/dashboard/login")) return false;
  throw new Error(`A page of the dashboard answers ${status}`);
}
