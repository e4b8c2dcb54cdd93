import type { Locator } from "playwright-core";
import { HostedPage } from "./hosted";

export class OwnerPage extends HostedPage {
  get name(): Locator {
    return this.page.getByLabel(/^name/i);
  }

  async openLink(link: string): Promise<void> {
    await this.page.goto(link);
  }

  async takePossession(email: string, password: string): Promise<void> {
    await this.fill(this.email, email);
    await this.fill(this.password, password);
    await this.send();
  }
}
