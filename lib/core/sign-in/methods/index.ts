import { password } from "./password/verify";

/** Every way to sign in. Forms, settings and dialects derive from this list. */
export const METHODS = [password] as const;

export type MethodId = (typeof METHODS)[number]["id"];
