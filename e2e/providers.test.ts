import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { OIDC_CLIENT } from "@/lib/testing/identity-provider";
import { startOidcServer } from "@/lib/testing/oidc-server";
import { api, mailTo, type Site, unique } from "./api";
import { atShop } from "./embed/shop";
import { flaws } from "./operator";

const { open } = atShop();
const servers: Awaited<ReturnType<typeof startOidcServer>>[] = [];
beforeAll(async () => {
  servers.push(await startOidcServer(), await startOidcServer());
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

/** Adds both servers to a site, as "Works" and "Club". Whoever comes there has this address. */
async function addProviders(site: Site, email: string): Promise<void> {
  for (const [index, name] of ["Works", "Club"].entries()) {
    const server = servers[index];
    if (!server) throw new Error("Not started");
    server.person = { sub: unique("sub"), email, email_verified: true };
    const { clientId: client_id, clientSecret: client_secret } = OIDC_CLIENT;
    const provider = { kind: "oidc", name, issuer: server.issuer, client_id, client_secret };
    await api("POST", "/api/identity_providers", { site_id: site.id, identity_provider: provider });
  }
}

test("signs up at a provider, links another, unlinks all but the last, and signs in over the customer's page by a window", async () => {
  const { site, page, visitor, modal, url } = await open();
  const email = `${unique("jane")}@example.com`;
  await addProviders(site, email);
  const press = (name: string) => page.getByRole("button", { name }).click();

  await page.goto(`${inject("baseUrl")}/${site.slug}/login?to=account`);
  await press("Continue with Works");
  await page.waitForURL("**/account");
  await page.getByRole("link", { name: "Linked accounts" }).click();
  await page.getByRole("listitem").filter({ hasText: email }).waitFor();
  await press("Link Club");
  await page.getByText("Club is linked. You can sign in with it from now on.").waitFor();
  expect(await flaws(visitor)).toEqual([]);
  await press("Unlink Works");
  await page.getByText("The account was unlinked.").waitFor();
  await press("Unlink Club");
  expect(await page.getByRole("alert").textContent()).toMatch(/only way to sign in/);
  expect((await mailTo(email, ({ subject }) => subject.includes("no longer"))).subject).toMatch(/^Works no longer signs you in/);

  await page.goto(`${inject("baseUrl")}/${site.slug}/login?as=other`);
  await page.getByRole("button", { name: "Continue with Works Last used" }).waitFor();

  await page.goto(url);
  await modal.open("Login");
  const [popup] = await Promise.all([
    visitor.context.waitForEvent("page"),
    modal.frame.getByRole("button", { name: "Continue with Club" }).click(),
  ]);
  await page.waitForURL("**/callback**");
  if (!popup.isClosed()) await popup.waitForEvent("close");
  const token = new URL(page.url()).searchParams.get("token") ?? "";
  expect(modal.heard).toEqual([{ action: "login", success: true, user: { id: expect.any(Number), email, name: null }, token }]);
  const { site_user: user } = await api<{ site_user: { email: string } }>("POST", `/api/site_user_sessions/${token}`);
  expect(user.email).toBe(email);
});
