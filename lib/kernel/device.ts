/** What tells a browser or a system in a user agent, in the order in which to look: many name others too. */
const BROWSERS = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|CriOS)\//, "Chrome"],
  [/\bVersion\/\S+ .*Safari\//, "Safari"],
] as const;
const SYSTEMS = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
] as const;

/** A browser and its system as people call them: "Firefox", "Linux". Null: not told, or not known. */
export function deviceOf(userAgent: string | null): { readonly browser: string | null; readonly system: string | null } {
  if (!userAgent) return { browser: null, system: null };
  const browser = named(BROWSERS, userAgent) ?? programOf(userAgent);
  return { browser, system: named(SYSTEMS, userAgent) ?? null };
}

/** A browser and its system, without words of any language: "Firefox, Linux"; null when neither is known. */
export function browserAndSystem(userAgent: string): string | null {
  return [named(BROWSERS, userAgent), named(SYSTEMS, userAgent)].filter(Boolean).join(", ") || null;
}

/** A browser as people call it: "Firefox on Linux". A program that is none is called as it calls itself. */
export function browserName(userAgent: string | null): string {
  if (!userAgent) return "Unknown browser";
  const [browser, system] = [named(BROWSERS, userAgent), named(SYSTEMS, userAgent)];
  if (browser) return system ? `${browser} on ${system}` : browser;
  return programOf(userAgent) ?? (system ? `Unknown browser on ${system}` : "Unknown browser");
}

/** What a program calls itself that is no browser we know. Every browser calls itself Mozilla, so that is no name. */
function programOf(userAgent: string): string | null {
  const [name = ""] = userAgent.split(/[\s/]/, 1);
  return name === "" || name === "Mozilla" ? null : name;
}

const named = (list: typeof BROWSERS | typeof SYSTEMS, userAgent: string) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
