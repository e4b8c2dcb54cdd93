import type { BrowserContextOptions, Page } from "playwright-core";
import type { Kind } from "./visitor";

/** How a visitor looks at the pages: what their browser is set to, and how a page is drawn then. */
export const LOOKS = {
  "in light": seen({ options: { colorScheme: "light" } }),
  "in dark": seen({ options: { colorScheme: "dark" }, drawn: { ground: "dark" } }),
  "on a phone": seen({ kind: "on a phone", drawn: { narrow: true } }),
  "from right to left": seen({ language: "ar", options: { locale: "ar" }, drawn: { direction: "rtl" } }),
};

export type Look = keyof typeof LOOKS;

/** The signs by which a look is known. `whole`: nothing is wider than the screen. */
export type Drawn = {
  readonly ground: "light" | "dark";
  readonly narrow: boolean;
  readonly direction: "ltr" | "rtl";
  readonly whole: boolean;
};

type Given = { language?: "en" | "ar"; kind?: Kind; options?: BrowserContextOptions; drawn?: Partial<Drawn> };

function seen({ language = "en", kind = "with a mouse", options = {}, drawn = {} }: Given) {
  const usual: Drawn = { ground: "light", narrow: false, direction: "ltr", whole: true };
  return { language, kind, options, drawn: { ...usual, ...drawn } };
}

/** How a page is drawn. */
export const lookedAt = (page: Page): Promise<Drawn> =>
  page.evaluate(() => {
    const { documentElement: root, body } = document;
    const [red = 255] = (getComputedStyle(body).backgroundColor.match(/\d+/g) ?? []).map(Number);
    const { direction } = getComputedStyle(root);
    return {
      ground: red < 128 ? "dark" : "light",
      narrow: screen.width < 500,
      direction: direction === "rtl" ? "rtl" : "ltr",
      whole: root.scrollWidth <= innerWidth,
    };
  });
