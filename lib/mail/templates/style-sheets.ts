import type { Palette } from "./palette";

const overrides = (dark: Palette) => ({
  ".page": `background-color:${dark.page}`,
  ".card": `background-color:${dark.card};border-color:${dark.line}`,
  ".ink": `color:${dark.ink}`,
  ".soft": `color:${dark.soft}`,
  ".well": `background-color:${dark.well}`,
  ".rule": `border-color:${dark.line}`,
  ".button": `background-color:${dark.button};border-color:${dark.button}`,
  ".label": `color:${dark.label}`,
  ".on-light": "display:none",
  ".on-dark": "display:block",
  ".plate": `background-color:${PLATE};padding:6px 8px`,
});

/** Under a logo that was made for light ground, in the dark. */
const PLATE = "#ffffff";

const rules = (prefix: string, dark: Palette) =>
  Object.entries(overrides(dark))
    .map(([selector, body]) => `${prefix}${selector}{${body.replace(/;|$/g, "!important$&")}}`)
    .join("");

/**
 * What inline styles cannot say: narrow screens, dark colours, and undoing the links that Apple Mail makes of digits.
 *
 * A mail is whole without any of it. Each sheet is a `<style>` of its own, because Gmail drops a whole sheet for one selector
 * it does not know. `data-ogsc` is how Outlook's own dark mode marks the page.
 */
export const styleSheets = (dark: Palette) => [
  "@media (max-width:560px){.outer{padding:16px 12px 32px!important}.card{padding:28px 24px!important}.wide{width:100%!important}}",
  `@media (prefers-color-scheme:dark){${rules("", dark)}}`,
  ":root{color-scheme:light dark;supported-color-schemes:light dark}",
  "a[x-apple-data-detectors]{color:inherit!important;text-decoration:none!important;font:inherit!important}",
  rules("[data-ogsc] ", dark),
];
