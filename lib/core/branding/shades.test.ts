import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TOKENS } from "@/lib/hosted/theme/tokens";
import { contrast } from "@/lib/kernel/colours";
import { colourNotes } from "./colour-notes";
import { pageOf, READABLE, shadesOf, VISIBLE } from "./shades";

const colour = fc.integer({ min: 0, max: 0xffffff }).map((bits) => `#${bits.toString(16).padStart(6, "0")}`);
const LOUD = ["#ff1493", "#ffff00", "#000000", "#ffffff", "#808080", "#0a1f44", "#00ff00", "#fefefe"];

describe.each(Object.entries(TOKENS))("%s", (scheme, ground) => {
  const judge = (accent: string) => {
    const { accent: fill, onAccent, hover, rim, link, focus } = shadesOf(accent, ground);
    return {
      button: contrast(onAccent, fill) >= READABLE,
      underThePointer: contrast(onAccent, hover) >= READABLE && hover !== fill,
      seen: rim === null ? contrast(fill, ground.card) >= VISIBLE : contrast(rim, ground.card) >= VISIBLE,
      link: contrast(link, ground.card) >= READABLE,
      focus: contrast(focus, ground.card) >= VISIBLE,
    };
  };
  const good = { button: true, underThePointer: true, seen: true, link: true, focus: true };

  test.each(LOUD)("an accent of %s is read and seen", (accent) => {
    expect(judge(accent)).toEqual(good);
  });

  test("any accent is", () => {
    fc.assert(fc.property(colour, (accent) => Object.values(judge(accent)).every(Boolean)));
  });

  test("the small print on any background is read", () => {
    fc.assert(
      fc.property(colour, (background) => {
        const { page, onPage } = pageOf(background, ground);
        return contrast(onPage, page) >= READABLE && (scheme === "light" ? page === background : contrast(page, "#ffffff") > 4.5);
      }),
    );
  });
});

test("on a light ground a button has the accent as it was chosen", () => {
  fc.assert(fc.property(colour, (accent) => shadesOf(accent, TOKENS.light).accent === accent));
});

test("black is a light button in the dark, as it is without a brand", () => {
  expect(shadesOf("#000000", TOKENS.dark).accent).toBe(TOKENS.dark.ink);
});

describe("notes", () => {
  const about = (accent: string | null, background: string | null = null) =>
    colourNotes({ accent, background }, TOKENS.light).map(({ text }) => text);

  test("nothing is said of what is read well", () => {
    expect(about(null)).toEqual([]);
    expect(about("#0a66c2", "#f3f6fb")).toEqual([]);
  });

  test("what is hard to read is told with what is done about it", () => {
    expect(about("#ff1493", "#ff1493")).toEqual([
      "White text on it would have 3.6:1, less than 4.5:1, so it is black.",
      expect.stringMatching(/^As text on the card it would have 3\.6:1, so links take its darker shade #[\da-f]{6}\.$/),
      "The small print on it would have 1.8:1, less than 4.5:1, so it is black.",
    ]);
    expect(about("#ffff00")).toEqual([
      "White text on it would have 1.0:1, less than 4.5:1, so it is black.",
      expect.stringMatching(/^As text on the card it would have 1\.0:1/),
      "A button in it is hard to tell from the card, so it gets an outline.",
    ]);
  });
});
