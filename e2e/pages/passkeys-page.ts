import { inject } from "vitest";
import { HostedPage } from "./hosted";

/** The passkeys of a visitor's account. */
export class PasskeysPage extends HostedPage {
  async open(slug: string): Promise<void> {
    await this.page.goto(`${inject("baseUrl")}/${slug}/account/passkeys`);
  }

  /** What is said of each. */
  listed(): Promise<string[]> {
    return this.page.locator("main li > div").allInnerTexts();
  }

  /** Presses the button, and waits for nothing. */
  async press(): Promise<void> {
    await this.visitor.hands.press(this.page.getByRole("button", { name: "Add a passkey" }));
  }

  async add(): Promise<void> {
    await this.answered(() => this.press());
  }

  async rename(index: number, name: string): Promise<void> {
    await this.change(index);
    await this.fill(this.page.getByLabel("Name"), name);
    await this.answered(() => this.visitor.hands.press(this.page.getByRole("button", { name: "Rename" })));
  }

  async remove(index: number): Promise<void> {
    await this.change(index);
    await this.answered(() => this.visitor.hands.press(this.page.getByRole("button", { name: "Remove" })));
  }

  private async change(index: number): Promise<void> {
    await this.answered(() => this.visitor.hands.press(this.page.getByRole("link", { name: "Change" }).nth(index)));
  }
}
