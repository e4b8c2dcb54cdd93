import { type Colour, contrast, isGrey, luminance, mix, readableOn, shadeUntil } from "@/lib/kernel/colours";

/** What text and the outline of a control have to reach (WCAG 2.2, 1.4.3 and 1.4.11). */
export const READABLE = 4.5;
export const VISIBLE = 3;

/** What an accent is seen on: the cards and pages of one scheme, and what is written and drawn there. */
export type Ground = { readonly card: Colour; readonly page: Colour; readonly ink: Colour; readonly soft: Colour; readonly edge: Colour };

/** The colours that follow from an accent, on one ground. */
export type Shades = {
  /** Fills buttons. */
  readonly accent: Colour;
  /** Is read on it. */
  readonly onAccent: Colour;
  /** Fills a button under the pointer; what is written there is read as well as before. */
  readonly hover: Colour;
  /** Outlines a button that would not be seen otherwise; null: it is seen. */
  readonly rim: Colour | null;
  /** The accent as text. */
  readonly link: Colour;
  /** Outlines what has the focus. */
  readonly focus: Colour;
};

/**
 * What follows from an accent on a ground. On a light ground buttons have the accent as it is; on a dark one they have it as
 * light as it takes to be seen. Text and outlines get the shade of it that is read or seen.
 */
export function shadesOf(given: Colour, ground: Ground): Shades {
  const isDark = luminance(ground.card) < 0.5;
  const seen = (shade: Colour) => contrast(shade, ground.card) >= VISIBLE;
  const read = (shade: Colour) => contrast(shade, ground.card) >= READABLE;
  const accent = !isDark || seen(given) ? given : isGrey(given) ? ground.ink : shadeUntil(given, "lighter", seen);
  const away = isDark ? "lighter" : "darker";
  return {
    accent,
    onAccent: readableOn(accent),
    hover: hoverOf(accent),
    rim: seen(accent) ? null : ground.edge,
    link: shadeUntil(accent, away, read),
    focus: shadeUntil(accent, away, seen),
  };
}

/** Away from what is written on it, so that it is read even better; at the end of the scale, a little towards it. */
function hoverOf(accent: Colour): Colour {
  const text = readableOn(accent);
  const away = text === "#ffffff" ? "#000000" : "#ffffff";
  const further = mix(accent, away, 0.14);
  return contrast(further, accent) >= 1.06 ? further : mix(accent, text, 0.14);
}

/** A dark page with the hue of a light one. */
const tintOf = (background: Colour, page: Colour) =>
  mix(
    page,
    shadeUntil(background, "darker", (shade) => luminance(shade) < 0.008),
    0.5,
  );

/**
 * The page around a card in a background of a site's own, and what is read there. In the dark a light background leaves no more than
 * a tint.
 */
export function pageOf(background: Colour, ground: Ground): { readonly page: Colour; readonly onPage: Colour } {
  const isDark = luminance(ground.card) < 0.5;
  const page = isDark && luminance(background) > 0.06 ? tintOf(background, ground.page) : background;
  return { page, onPage: contrast(ground.soft, page) >= READABLE ? ground.soft : readableOn(page) };
}
