import type { HostedSession } from "@/lib/core/sessions/hosted-session";
import type { Visitor } from "@/lib/core/sign-in/visitor";
import type { SiteContext } from "@/lib/db/resolve";
import type { HostedFrame } from "@/lib/hosted/view";
import type { Spoken } from "./spoken-to";

/** What a browser says of itself: how it is called, and the token of the session that it holds. */
export type Browser = { readonly userAgent: string | null; readonly session: string | null };

/** Somebody at one of a site's pages. */
export type Visit = Spoken & {
  readonly context: SiteContext;
  readonly visitor: Visitor;
  readonly query: URLSearchParams;
  /** The fields of the form that was posted; empty on GET. */
  readonly form: Readonly<Record<string, string>>;
  /** What the customer's application wants back on its callback. */
  readonly state: string | null;
  /** What it binds the callback token to, as a challenge of S256. Null: nothing. */
  readonly codeChallenge: string | null;
  /** A cookie of this browser, or null. */
  cookie(name: string): string | null;
  /** The frame of a customer's page that this happens in, where our cookies do not come along. Null: none. */
  readonly frame: HostedFrame | null;
  /** The page of the visitor's own account that they came for; null: they came to sign in at the customer's application. */
  readonly to: string | null;
  readonly browser: Browser;
  /** Who is signed in in this browser, for a page that asks. Null: nobody, or the page does not ask. */
  readonly signedIn: HostedSession | null;
  /** The address of another page of the site, inside the frame where there is one. */
  path(page: string, query?: Record<string, string>): string;
};
