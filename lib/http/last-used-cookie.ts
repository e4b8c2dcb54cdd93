import { enabledMethods } from "@/lib/core/sign-in/methods/settings";
import type { ShownProvider } from "@/lib/hosted/view";
import { siteCookie } from "./site-cookie";
import type { Visit } from "./visit";

/** The cookie that keeps how the last sign-in in a browser went: a method's or a provider's id, and nothing of who it was. */
const NAME = "signin_last";
const MAX_AGE_S = 365 * 86_400;

/** The cookie that keeps a way. */
export const lastUsedCookie = (slug: string, by: string): string => siteCookie(slug, NAME, by, MAX_AGE_S);

/** The way of this browser's last sign-in, where the page offers it beside others. Whoever sends the cookie may have written anything. */
export function lastUsed({ context, cookie }: Pick<Visit, "context" | "cookie">, providers: readonly ShownProvider[]): string | null {
  const methods: readonly string[] = enabledMethods(context.site.signIn).filter((id) => id !== "social");
  const ways = [...methods, ...providers.map(({ id }) => id)];
  const last = cookie(NAME);
  return last !== null && ways.length > 1 && ways.includes(last) ? last : null;
}
