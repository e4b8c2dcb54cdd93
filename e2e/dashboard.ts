import { inject } from "vitest";
import { unique } from "./api";
import { OwnerPage } from "./pages/owner-page";
import { cli } from "./server";
import { newVisitor, type Visitor } from "./visitor";

export const OPERATOR_PASSWORD = "a long operator password";

/** Runs a command beside the server of these tests. */
export const command = <T>(...words: string[]) => cli<T>({ dataDir: inject("dataDir"), baseUrl: inject("baseUrl") }, ...words);

/** The address of a page of the dashboard. */
export const dashboard = (path = "") => `${inject("baseUrl")}/dashboard${path}`;

/** Makes an account of its own by an owner link; the visitor is its operator afterwards, signed in. */
export async function signedInOperator(visitor: Visitor): Promise<{ email: string }> {
  const { owner_link } = await command<{ owner_link: string }>("owner-link");
  const email = `${unique("op")}@example.com`;
  const owner = new OwnerPage(visitor);
  await owner.openLink(owner_link);
  await owner.takePossession(email, OPERATOR_PASSWORD);
  return { email };
}

/** A browser with its operator signed in by the form. */
export async function signedInAs(email: string, password = OPERATOR_PASSWORD): Promise<Visitor> {
  const visitor = await newVisitor();
  await signIn(visitor, email, password);
  await visitor.page.waitForURL(dashboard());
  return visitor;
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
