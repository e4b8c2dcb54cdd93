import { inject } from "vitest";
import { HostedPage } from "./hosted";

/** What a user sees of their own account. */
export class AccountPage extends HostedPage {
  async open(slug: string): Promise<void> {
    await this.page.goto(`${inject("baseUrl")}/${slug}/account`);
  }

  /** Presses a button of the page, and waits for the page that answers. */
  async press(name: string): Promise<void> {
    await this.answered(() => this.visitor.hands.press(this.page.getByRole("button", { name, exact: true })));
  }

  /** What has just gone well, in words. */
  get done() {
    return this.page.getByRole("status");
  }
}
