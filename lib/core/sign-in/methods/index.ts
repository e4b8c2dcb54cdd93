import { settings as emailCode } from "./email-code/settings";
import type { MethodSettings } from "./method";
import { settings as passkey } from "./passkey/settings";
import { settings as password } from "./password/settings";
import { settings as social } from "./social/settings";

/**
 * Every way to sign in on the hosted pages, in their usual order. Settings, forms, what handles a form, and the switches of the
 * dashboard derive from this list.
 */
export const METHODS = { social, password, email_code: emailCode, passkey } as const satisfies Readonly<Record<string, MethodSettings>>;

export type MethodId = keyof typeof METHODS;

export const METHOD_IDS = Object.keys(METHODS) as MethodId[];

export const isMethodId = (text: string): text is MethodId => Object.hasOwn(METHODS, text);
