import type { FrameLocator, Locator } from "playwright-core";
import { expect } from "vitest";
import type { Visitor } from "../visitor";

/** What the `signinFastAuth` event said. */
export type Heard = {
  action: string;
  user: { id: number; email: string; name: string | null } | null;
  success: boolean;
  token: string | null;
};

/** The widget's modal on a customer's page, found as people find it. */
export class Modal {
  readonly heard: Heard[] = [];

  private constructor(private readonly visitor: Visitor) {}

  /** A modal whose events are heard, on whatever page the visitor opens. */
  static async of(visitor: Visitor): Promise<Modal> {
    const modal = new Modal(visitor);
    await visitor.context.exposeFunction("heardAuth", (detail: Heard) => void modal.heard.push(detail));
    await visitor.context.addInitScript(() => {
      const { heardAuth } = window as unknown as { heardAuth(detail: unknown): void };
      window.addEventListener("signinFastAuth", (event) => heardAuth((event as CustomEvent).detail));
    });
    return modal;
  }

  get dialog(): Locator {
    return this.visitor.page.getByRole("dialog");
  }

  get frame(): FrameLocator {
    return this.visitor.page.frameLocator(".signin-fast-frame");
  }

  get heading(): Locator {
    return this.frame.getByRole("heading", { level: 1 });
  }

  get alert(): Locator {
    return this.frame.getByRole("alert");
  }

  get email(): Locator {
    return this.frame.getByLabel("Email");
  }

  get password(): Locator {
    return this.frame.getByLabel(/password/i).and(this.frame.locator("input"));
  }

  get code(): Locator {
    return this.frame.getByLabel(/code/i).and(this.frame.locator("input"));
  }

  get close(): Locator {
    return this.dialog.getByRole("button", { name: "Close" });
  }

  /** Presses one of the page's buttons, and waits for the form. */
  async open(button: string | RegExp = "Login"): Promise<void> {
    await this.visitor.hands.press(this.visitor.page.getByRole("button", { name: button }));
    await this.isShown();
  }

  /** Waits until the form is there to be used, under this heading: before it has the focus, what a driver types goes elsewhere. */
  async isShown(heading = ""): Promise<void> {
    await this.visitor.page.locator(".signin-fast-ready").waitFor();
    await this.heading.filter({ hasText: heading }).waitFor();
    await this.isStill();
    await expect.poll(() => this.frame.locator("body").evaluate(() => document.hasFocus())).toBe(true);
  }

  /** Waits until the modal has the height of its page, and nothing in it moves. */
  private async isStill(): Promise<void> {
    const given = this.visitor.page.locator(".signin-fast-frame");
    const height = () => given.evaluate((frame) => (frame as HTMLElement).style.getPropertyValue("--signin-fast-height"));
    const needed = () =>
      this.frame
        .locator("body")
        .evaluate((body) => `${[...body.children].reduce((sum, part) => sum + ((part as HTMLElement).offsetHeight || 0), 0)}px`);
    await expect.poll(async () => (await height()) === (await needed()), { timeout: 10_000 }).toBe(true);
    // A loop: there is a test in which the page has broken its arrays.
    await this.visitor.page.waitForFunction(() => {
      for (const { playState } of document.getAnimations()) if (playState === "running") return false;
      return true;
    });
  }

  async fill(email: string, password: string): Promise<void> {
    await this.visitor.hands.fill(this.email, email);
    await this.visitor.hands.fill(this.password, password);
  }

  /** Presses the form's one button. */
  send(): Promise<void> {
    return this.visitor.hands.press(this.frame.locator("main form .button:not(.second)"));
  }

  /** Follows a link of the form to the page with this heading. */
  async follow(name: string | RegExp, heading: string): Promise<void> {
    await this.visitor.hands.press(this.frame.getByRole("link", { name }));
    await this.isShown(heading);
  }
}
