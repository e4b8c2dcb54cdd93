import { type Branding, USUAL } from "@/lib/core/branding/branding";
import { pageOf, shadesOf } from "@/lib/core/branding/shades";
import { inline } from "../inline";
import { FONT_STACKS } from "./font-stacks";
import { squeeze } from "./squeeze";
import { STYLESHEET } from "./stylesheet";
import { TOKENS } from "./tokens";

/** What a site's colours and shapes make of a page: what goes into its head, and what the policy has to allow for it. */
export type Theme = { readonly head: string; readonly styleHashes: readonly string[] };

type Properties = Readonly<Record<string, string>>;
type Ground = (typeof TOKENS)["light"];

/** The radius of a field and of a button. */
const ROUND: Readonly<Record<Branding["radius"], string>> = { none: "0rem", small: ".25rem", medium: ".625rem", large: "1.125rem" };

const LOGO = squeeze(`
.logo { position: relative; width: fit-content; max-width: 100% }
.logo img { display: block; max-width: 100%; height: auto }
`);

const SHEET = inline("<style>", STYLESHEET, "</style>");

/**
 * The theme of a branding: the style sheet that is the same for everybody, and behind it the few properties of this one.
 *
 * SECURITY: those are made of six hex digits, of numbers and of texts that stand in this folder; nothing that a customer wrote
 * gets here as it is.
 */
export function themeOf(branding: Branding): Theme {
  const own = inline("<style>", ownStyle(branding) + (branding.logo || branding.dark_logo ? LOGO : ""), "</style>");
  return { head: metaOf(branding) + SHEET.html + own.html, styleHashes: [...SHEET.hashes, ...own.hashes] };
}

/** The colours of a branding on one ground, by the names of the style sheet's properties. */
export function coloursOf({ accent, background }: Branding, ground: Ground): Properties {
  const page = background && pageOf(background, ground);
  const shades = accent && shadesOf(accent, ground);
  return {
    ...(page && { back: page.page, glow: page.page, "on-page": page.onPage }),
    ...(shades && {
      accent: shades.accent,
      "on-accent": shades.onAccent,
      hover: shades.hover,
      rim: shades.rim ?? "#0000",
      link: shades.link,
      focus: shades.focus,
    }),
  };
}

function ownStyle(branding: Branding): string {
  const { appearance, radius, font } = branding;
  const [light, dark] = [coloursOf(branding, TOKENS.light), coloursOf(branding, TOKENS.dark)];
  const shape = {
    ...(radius === USUAL.radius ? {} : { round: ROUND[radius] }),
    ...(font === USUAL.font ? {} : { font: FONT_STACKS[font] }),
  };
  if (appearance !== "auto") {
    const whole = { ...TOKENS[appearance], ...(appearance === "light" ? light : dark), ...shape };
    return `:root{color-scheme:${appearance};${properties(whole)}}`;
  }
  const usual = rule({ ...light, ...shape });
  const inTheDark = rule(dark);
  return usual + (inTheDark && `@media (prefers-color-scheme:dark){${inTheDark}}`);
}

const rule = (set: Properties) => (Object.keys(set).length > 0 ? `:root{${properties(set)}}` : "");

const properties = (set: Properties) =>
  Object.entries(set)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");

/** What browsers are told before they read the style: how form fields look, and the colour of their own bars. */
function metaOf(branding: Branding): string {
  const { appearance } = branding;
  const page = (scheme: "light" | "dark") => coloursOf(branding, TOKENS[scheme]).back ?? TOKENS[scheme].page;
  if (appearance !== "auto") {
    return `<meta name="color-scheme" content="${appearance}"><meta name="theme-color" content="${page(appearance)}">`;
  }
  const bars = (["light", "dark"] as const).map(
    (scheme) => `<meta name="theme-color" media="(prefers-color-scheme:${scheme})" content="${page(scheme)}">`,
  );
  return `<meta name="color-scheme" content="light dark">${bars.join("")}`;
}
