import { siteCookie } from "./site-cookie";

/**
 * The cookie of a browser that asked for a mailed code: what it was given to come back with. By itself it signs nobody in. Where it
 * comes along, the mail's link was opened where it was asked for.
 */
export const CODE_COOKIE = "signin_code";

/** A whole Set-Cookie. It outlives the code, so that another one can be asked for. */
export const codeCookie = (slug: string, device: string): string => siteCookie(`${slug}/login`, CODE_COOKIE, device, 3_600);
