/** A colour as our style sheets write it: `#` and six hex digits. */
export type Colour = string;

type Parts = readonly [red: number, green: number, blue: number];

const partsOf = (colour: Colour): Parts => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as unknown as Parts;

const colourOf = (parts: readonly number[]): Colour =>
  `#${parts
    .map((part) =>
      Math.round(Math.min(255, Math.max(0, part)))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

/** How light a colour is, from 0 to 1 (WCAG 2.2, relative luminance). */
export function luminance(colour: Colour): number {
  const [r, g, b] = partsOf(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Parts;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** How well two colours are told apart, from 1 to 21 (WCAG 2.2). Text takes 4.5, the outline of a control 3. */
export function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is read better on a ground. One of the two always reaches 4.5. */
export const readableOn = (ground: Colour): Colour => (contrast("#ffffff", ground) >= contrast("#000000", ground) ? "#ffffff" : "#000000");

/** A colour with a share, 0 to 1, of another in it. */
export function mix(colour: Colour, other: Colour, share: number): Colour {
  const to = partsOf(other);
  return colourOf(partsOf(colour).map((part, at) => part + ((to[at] ?? 0) - part) * share));
}

/** Whether a colour has no hue to speak of. */
export function isGrey(colour: Colour): boolean {
  const parts = partsOf(colour);
  return Math.max(...parts) - Math.min(...parts) < 28;
}

/**
 * The same hue, as much lighter or darker as it takes until it serves; as it is where it serves already.
 *
 * @param serves has to be true of white or of black, whichever way the walk goes
 */
export function shadeUntil(colour: Colour, direction: "lighter" | "darker", serves: (shade: Colour) => boolean): Colour {
  const { hue, saturation, lightness } = hslOf(colour);
  const step = direction === "lighter" ? 0.01 : -0.01;
  for (let shade = colour, at = lightness; ; at += step) {
    if (serves(shade) || at < 0 || at > 1) return shade;
    shade = colourOfHsl(hue, saturation, Math.min(1, Math.max(0, at + step)));
  }
}

/** Hue in sixths of a turn; saturation and lightness from 0 to 1. */
function hslOf(colour: Colour) {
  const [r, g, b] = partsOf(colour).map((part) => part / 255) as unknown as Parts;
  const [least, most] = [Math.min(r, g, b), Math.max(r, g, b)];
  const [lightness, range] = [(least + most) / 2, most - least];
  if (range === 0) return { hue: 0, saturation: 0, lightness };
  const hue = most === r ? ((g - b) / range + 6) % 6 : most === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return { hue, saturation: range / (1 - Math.abs(2 * lightness - 1)), lightness };
}

function colourOfHsl(hue: number, saturation: number, lightness: number): Colour {
  const range = saturation * Math.min(lightness, 1 - lightness);
  const part = (turn: number) => {
    const at = (turn + hue * 2) % 12;
    return 255 * (lightness - range * Math.max(-1, Math.min(at - 3, 9 - at, 1)));
  };
  return colourOf([part(0), part(8), part(4)]);
}
