import { afterAll, describe, expect, inject, test } from "vitest";
import { unique } from "./api";
import { command } from "./dashboard";
import { describePage } from "./describe-page";
import { OwnerPage } from "./pages/owner-page";
import { closeBrowser, KINDS, type Kind, newVisitor } from "./visitor";

const PASSWORD = "a long operator password";
/** Ends every earlier one. */
const newLink = async () => (await command<{ owner_link: string }>("owner-link")).owner_link;

afterAll(closeBrowser);

test("the link that the first start printed is alive, also after an account was made by command", () => {
  expect(inject("firstLinkStatus")).toBe(200);
});

describe.each(Object.keys(KINDS) as Kind[])("%s", (kind) => {
  test("takes possession by the link and is led to name a site; the link is dead afterwards", async () => {
    const link = await newLink();
    const visitor = await newVisitor(kind);
    const owner = new OwnerPage(visitor);
    await owner.openLink(link);
    await owner.takePossession(`${unique("owner")}@example.com`, PASSWORD);
    expect(visitor.page.url()).toBe(`${inject("baseUrl")}/dashboard/sites/new`);
    expect(await owner.heading.textContent()).toBe("Name your site");
    await owner.openLink(link);
    expect(await owner.heading.textContent()).toBe("This link has expired or was already used");
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });
});

describePage("the owner's page", async (visitor) => new OwnerPage(visitor).openLink(await newLink()));
