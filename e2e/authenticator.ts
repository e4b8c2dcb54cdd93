import type { CDPSession, Page } from "playwright-core";
import type { Visitor } from "./visitor";

/** The authenticator of a visitor's device, which Chromium plays: whatever it is asked, its owner says yes at once. */
export class Authenticator {
  private constructor(
    private readonly cdp: CDPSession,
    private id: string,
  ) {}

  /** One that is built into the device, with a sensor that knows its owner. */
  static async of({ context, page }: Visitor): Promise<Authenticator> {
    const cdp = await context.newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    return new Authenticator(cdp, await plugIn(cdp));
  }

  /** The same one for another of the visitor's windows, which Chromium gives authenticators of its own. */
  async inside(page: Page): Promise<void> {
    const { credentials } = await this.cdp.send("WebAuthn.getCredentials", { authenticatorId: this.id });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    const authenticatorId = await plugIn(cdp);
    for (const credential of credentials) await cdp.send("WebAuthn.addCredential", { authenticatorId, credential });
  }

  /** The names that its passkeys show their user. */
  async names(): Promise<(string | undefined)[]> {
    const { credentials } = await this.cdp.send("WebAuthn.getCredentials", { authenticatorId: this.id });
    return credentials.map(({ userName }) => userName);
  }

  /** Whether it knows who holds it: where it does not, it says no. */
  async knowsOwner(isUserVerified: boolean): Promise<void> {
    await this.cdp.send("WebAuthn.setUserVerified", { authenticatorId: this.id, isUserVerified });
  }

  /** Puts another one in its place, which has no passkeys. */
  async replace(): Promise<void> {
    await this.cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: this.id });
    this.id = await plugIn(this.cdp);
  }
}

async function plugIn(cdp: CDPSession): Promise<string> {
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return authenticatorId;
}
