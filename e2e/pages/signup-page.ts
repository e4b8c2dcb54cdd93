import type { Locator } from "playwright-core";
import { inject } from "vitest";
import { HostedPage } from "./hosted";

export class SignupPage extends HostedPage {
  get name(): Locator {
    return this.page.getByLabel(/^name/i);
  }

  async open(slug: string, query = ""): Promise<void> {
    await this.page.goto(`${inject("baseUrl")}/${slug}/signup${query}`);
  }

  async signUp(email: string, password: string, name = ""): Promise<void> {
    if (name) await this.fill(this.name, name);
    await this.fill(this.email, email);
    await this.fill(this.password, password);
    await this.send();
  }
}
