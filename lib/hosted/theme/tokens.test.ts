import { describe, expect, it } from "vitest";
import { TOKENS } from "./tokens";

/** WCAG 2.2: how much lighter one colour is than another. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/g, "$&$&") : colour;
  const [r = 0, g = 0, b = 0] = (hex.match(/[0-9a-f]{2}/g) ?? []).map((pair) => {
    const share = Number.parseInt(pair, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

it("measures contrast as WCAG does", () => {
  expect(contrast("#fff", "#000000")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

describe.each(Object.entries(TOKENS))("%s", (_, colours) => {
  it.each([
    ["ink", "card"],
    ["ink", "page"],
    ["soft", "card"],
    ["soft", "page"],
    ["soft", "glow"],
    ["on-accent", "accent"],
    ["good", "good-well"],
    ["bad", "bad-well"],
    ["bad", "card"],
  ] as const)("%s is to be read on %s", (text, ground) => {
    expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["edge", "focus", "accent", "bad", "good"] as const)("%s is to be seen on a card", (line) => {
    expect(contrast(colours[line], colours.card)).toBeGreaterThanOrEqual(3);
  });
});
