import { afterAll, describe, expect, inject, test } from "vitest";
import { unique } from "./api";
import { OwnerPage } from "./pages/owner-page";
import { cli } from "./server";
import { closeBrowser, KINDS, type Kind, newVisitor } from "./visitor";

const PASSWORD = "a long operator password";
const newLink = async () =>
  (await cli<{ owner_link: string }>({ dataDir: inject("dataDir"), baseUrl: inject("baseUrl") }, "owner-link")).owner_link;
const statusOf = async (token: string) =>
  (await fetch(`${inject("baseUrl")}/api/sites`, { headers: { authorization: `Bearer ${token}` } })).status;

afterAll(closeBrowser);

test("the link that the first start printed is alive, also after an account was made by command", () => {
  expect(inject("firstLinkStatus")).toBe(200);
});

describe.each(Object.keys(KINDS) as Kind[])("%s", (kind) => {
  test("takes possession by the link, sees the API token once, and the link is dead afterwards", async () => {
    const link = await newLink();
    const visitor = await newVisitor(kind);
    const owner = new OwnerPage(visitor);
    const email = `${unique("owner")}@example.com`;
    await owner.openLink(link);
    await owner.takePossession(email, PASSWORD);
    const token = await owner.apiToken.inputValue();
    expect(await statusOf(token)).toBe(200);
    expect(visitor.page.url()).toBe(`${inject("baseUrl")}/dashboard/owner`);
    await owner.openLink(link);
    expect(await owner.heading.textContent()).toBe("This link has expired or was already used");
    expect(await visitor.page.content()).not.toContain(token);
    await visitor.page.goto(`${inject("baseUrl")}/dashboard/owner`);
    expect(await visitor.page.content()).not.toContain(token);
    expect(visitor.complaints).toEqual([]);
    expect(visitor.loaded).toEqual([]);
    await visitor.context.close();
  });
});

test("the token is copied by its button", async () => {
  const visitor = await newVisitor("with a mouse", { permissions: ["clipboard-read", "clipboard-write"] });
  const owner = new OwnerPage(visitor);
  await owner.openLink(await newLink());
  await owner.takePossession(`${unique("owner")}@example.com`, PASSWORD);
  await visitor.page.getByRole("button", { name: /copy/i }).click();
  await visitor.page.getByText("Copied").waitFor();
  expect(await visitor.page.evaluate(() => navigator.clipboard.readText())).toBe(await owner.apiToken.inputValue());
  expect(visitor.complaints).toEqual([]);
  await visitor.context.close();
});
