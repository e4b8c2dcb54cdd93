import { inject } from "vitest";
import { HostedPage } from "./hosted";

export class LoginPage extends HostedPage {
  async open(slug: string, query = ""): Promise<void> {
    await this.page.goto(`${inject("baseUrl")}/${slug}/login${query}`);
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.fill(this.email, email);
    await this.fill(this.password, password);
    await this.send();
  }
}
