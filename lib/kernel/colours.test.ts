import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrast, isGrey, luminance, mix, readableOn, shadeUntil } from "./colours";

const colour = fc.integer({ min: 0, max: 0xffffff }).map((bits) => `#${bits.toString(16).padStart(6, "0")}`);

test("contrast is what WCAG says", () => {
  expect(contrast("#ffffff", "#000000")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrast("#ff1493", "#ffffff")).toBeCloseTo(3.65, 1);
});

test("black or white is read on any colour", () => {
  fc.assert(fc.property(colour, (ground) => contrast(readableOn(ground), ground) >= 4.5));
});

test("a mixture lies between its two", () => {
  fc.assert(
    fc.property(colour, colour, (one, other) => {
      const parts = (text: string) => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
      const between = parts(mix(one, other, 0.3)).every((part, at) => {
        const [low = 0, high = 0] = [parts(one)[at] ?? 0, parts(other)[at] ?? 0].sort((a, b) => a - b);
        return part >= low && part <= high;
      });
      return between && mix(one, other, 0) === one && mix(one, other, 1) === other;
    }),
  );
});

describe("a shade", () => {
  test("is the colour itself where that serves", () => {
    fc.assert(fc.property(colour, (given) => shadeUntil(given, "darker", () => true) === given));
  });

  test("serves, as far as black or white does", () => {
    fc.assert(
      fc.property(colour, (given) => {
        const dark = shadeUntil(given, "darker", (shade) => contrast(shade, "#ffffff") >= 4.5);
        const light = shadeUntil(given, "lighter", (shade) => contrast(shade, "#1b1b20") >= 4.5);
        return contrast(dark, "#ffffff") >= 4.5 && contrast(light, "#1b1b20") >= 4.5;
      }),
    );
  });

  test("keeps the hue", () => {
    expect(shadeUntil("#ff1493", "darker", (shade) => luminance(shade) < 0.1)).toMatch(/^#[a-d]\w00[4-7]\w$/);
    expect(isGrey(shadeUntil("#0a1f44", "lighter", (shade) => luminance(shade) > 0.2))).toBe(false);
  });
});
