import { inject } from "vitest";
import { HostedPage } from "./hosted";

export class VerifyPage extends HostedPage {
  async open(slug: string, query = ""): Promise<void> {
    await this.page.goto(`${inject("baseUrl")}/${slug}/verify-email${query}`);
  }

  async openLink(link: string): Promise<void> {
    await this.page.goto(link);
  }

  async confirm(password?: string): Promise<void> {
    if (password !== undefined) await this.fill(this.password, password);
    await this.send();
  }

  /** Types the mail's code. Where scripts run, its sixth digit sends the form. */
  async byCode(code: string): Promise<void> {
    if (this.visitor.scripted) await this.answered(() => this.fill(this.code, code));
    else {
      await this.fill(this.code, code);
      await this.send();
    }
  }
}
