import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answering, startHook } from "@/lib/testing/hook";
import { dashboard, expectGoodForAll, nameSite, signedInOperator } from "./dashboard";
import { closeBrowser, newVisitor, type Visitor } from "./visitor";

let visitor: Visitor;
let hook: Awaited<ReturnType<typeof startHook>>;
beforeAll(async () => {
  [visitor, hook] = await Promise.all([newVisitor(), startHook(answering(500, { sorry: true }))]);
});
afterAll(async () => {
  expect(visitor.complaints).toEqual([]);
  await Promise.all([closeBrowser(), hook.stop()]);
});

test("an operator adds an endpoint, sends it a test, sees what came of it, sends that again, and turns the endpoint off", async () => {
  const { page } = visitor;
  await signedInOperator(visitor);
  const { id } = await nameSite(visitor, "Acme");
  const press = (name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
  /** Looks again until there is such a text: what is sent is sent behind the page. */
  const until = (text: string) => {
    const isThere = async () => {
      await page.reload();
      return page.getByText(text, { exact: true }).first().isVisible();
    };
    return expect.poll(isThere, { timeout: 15_000 }).toBe(true);
  };

  await page.goto(dashboard(`/sites/${id}/webhooks`));
  await press("Add an endpoint");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("URL").fill("https://10.0.0.1/");
  await dialog.getByRole("button", { name: "Add it" }).click();
  await dialog
    .getByText(/public host/)
    .first()
    .waitFor();
  await dialog.getByLabel("URL").fill(`http://localhost:${hook.port}/hook`);
  await dialog.getByLabel("Description").fill("Billing");
  await dialog.getByRole("button", { name: "Add it" }).click();
  await dialog.waitFor({ state: "hidden" });
  await expectGoodForAll(visitor);

  await page.getByRole("link", { name: /\/hook$/ }).click();
  await page.waitForURL(/\/webhooks\/\d+$/);
  await press("Reveal webhook secret");
  const secret =
    (await page
      .locator("code")
      .filter({ hasText: /^whsec_[\w+/=]{44}$/ })
      .textContent()) ?? "";
  await press("Send a test");
  await until("Failing");
  await expectGoodForAll(visitor);

  await page.getByRole("link", { name: "webhook_endpoint.tested" }).click();
  await page.waitForURL(/\/webhooks\/\d+\/\d+$/);
  await page.getByText('{"sorry":true}').waitFor();
  await expectGoodForAll(visitor);
  hook.answer = answering(200, { taken: true });
  await press(/^(Try now|Send again)$/);
  await until("Delivered");
  const [first, second] = hook.received;
  const received = hook.received.length;
  expect(second?.body).toBe(first?.body);
  expect(new Webhook(secret).verify(second?.body ?? "", second?.headers as Record<string, string>)).toMatchObject({
    type: "webhook_endpoint.tested",
  });

  await page.goBack();
  await press("Edit");
  await dialog.getByLabel("On", { exact: true }).uncheck();
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
  await press("Send a test");
  await page.getByText("The endpoint is off; turn it on first").waitFor();
  expect(hook.received).toHaveLength(received);
});
