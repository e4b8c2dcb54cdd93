import { inject } from "vitest";
import { HostedPage } from "./hosted";

export class ResetPage extends HostedPage {
  async open(slug: string, query = ""): Promise<void> {
    await this.page.goto(`${inject("baseUrl")}/${slug}/reset-password${query}`);
  }

  async ask(email: string): Promise<void> {
    await this.fill(this.email, email);
    await this.send();
  }

  /** Opens the mail's link and chooses a new password there. */
  async byLink(link: string, password: string): Promise<void> {
    await this.page.goto(link);
    await this.fill(this.password, password);
    await this.send();
  }

  /** Types the mail's code on the page that came after asking. */
  async byCode(code: string, password: string): Promise<void> {
    await this.fill(this.code, code);
    await this.fill(this.password, password);
    await this.send();
  }
}
