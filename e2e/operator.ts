import { violationsInBoth } from "./axe";
import { dashboard, enter, OPERATOR_PASSWORD } from "./dashboard";
import { newVisitor, type Visitor } from "./visitor";

/** The operator of the customer that `api` acts for, signed in to the dashboard. They stand before the list of their sites. */
export async function signedInCustomer(...given: Parameters<typeof newVisitor>): Promise<Visitor> {
  const visitor = await newVisitor(...given);
  await enter(visitor, "e2e@example.com", OPERATOR_PASSWORD);
  await visitor.page.goto(dashboard());
  return visitor;
}

/** What is wrong with a page as it stands: what axe finds in light and in dark, and what sticks out on a narrow phone. */
export async function flaws({ page }: Visitor): Promise<string[]> {
  const found = await violationsInBoth(page);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 700 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) found.push(`${over} px stick out at a width of 320 px`);
  if (size) await page.setViewportSize(size);
  return found;
}
