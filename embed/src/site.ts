/** What the server says about the site. */
export type Site = {
  /** Address of the site's pages, without a slash at the end. */
  readonly base: string;
  readonly name: string;
};

declare const __SIGNIN_FAST__: Site;

/** The site that this script was served for. */
export const site: Site = __SIGNIN_FAST__;

/** Our own origin: the only one that the widget speaks to and listens to. */
export const origin: string = new URL(site.base).origin;
