import type { Locator, Page } from "playwright-core";
import type { Visitor } from "../visitor";

/** What all hosted pages have in common. Fields are found by their labels, buttons by their role: as people find them. */
export class HostedPage {
  protected readonly page: Page;

  constructor(protected readonly visitor: Visitor) {
    this.page = visitor.page;
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  get alert(): Locator {
    return this.page.getByRole("alert");
  }

  get email(): Locator {
    return this.page.getByLabel("Email");
  }

  get password(): Locator {
    return this.page.getByLabel(/password/i).and(this.page.locator("input"));
  }

  get code(): Locator {
    return this.page.getByLabel(/code/i).and(this.page.locator("input"));
  }

  /** The one button that sends the form. */
  get submit(): Locator {
    return this.page.locator("main form .button:not(.second)");
  }

  protected fill(field: Locator, text: string): Promise<void> {
    return this.visitor.hands.fill(field, text);
  }

  /** Sends the form, and waits for the page that answers it. */
  async send(): Promise<void> {
    await this.answered(() => this.visitor.hands.press(this.submit));
  }

  /** Follows a link of the page. */
  async follow(name: string | RegExp): Promise<void> {
    await this.answered(() => this.visitor.hands.press(this.page.getByRole("link", { name })));
  }

  /** Does something that leads to another document, and waits for that one. */
  protected async answered(act: () => Promise<void>): Promise<void> {
    const left = this.page.waitForEvent("domcontentloaded");
    await act();
    await left;
    await this.page.waitForLoadState();
  }
}
