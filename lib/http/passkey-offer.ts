import { lacksPasskey } from "@/lib/core/passkeys/lacks-passkey";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import { siteCookie } from "./site-cookie";
import type { Visit } from "./visit";

/** The cookie in which a page's module notes that a device can keep a passkey, and we, that we have asked whether it should. */
const NAME = "signin_passkey";
const ASKED_AGAIN_S = 30 * 86_400;

/**
 * Whether somebody who has just signed in, and is on the way back to the customer's application, is offered a passkey first.
 *
 * Only where the module of a page before has said that the device can keep one. So nobody without JavaScript is ever kept up. And
 * nobody whom a trusted browser let in: they would have to prove themselves first.
 */
export async function isPasskeyOffered({ context, cookie, frame, to }: Visit, { siteUserId, trusted }: SignedIn): Promise<boolean> {
  const mayAdd = frame === null && to === null && context.site.successUri !== null && !trusted;
  return mayAdd && cookie(NAME) === "can" && lacksPasskey(context, siteUserId);
}

/** The cookie that keeps us from asking again for a while. No script can undo it. */
export const askedCookie = (slug: string): string => siteCookie(slug, NAME, "asked", ASKED_AGAIN_S);
