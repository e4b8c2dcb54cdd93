import { password } from "./password/verify";

/**
 * Every way to sign in on the hosted pages. Their forms and settings derive from this list; a code by mail, which some dialects
 * offer, comes to it together with its form.
 */
export const METHODS = [password] as const;

export type MethodId = (typeof METHODS)[number]["id"];
