import { type Colour, contrast, readableOn } from "@/lib/kernel/colours";
import type { Branding } from "./branding";
import { type Ground, pageOf, READABLE, shadesOf, VISIBLE } from "./shades";

/** What an operator should know about a colour: what is hard to see, and what is done about it. */
export type ColourNote = { readonly about: "accent" | "background"; readonly text: string };

const ratio = (value: number) => `${(Math.floor(value * 10) / 10).toFixed(1)}:1`;
const shade = (colour: Colour) => (colour === "#ffffff" ? "white" : "black");

/** What follows from the colours of a branding, in words. `ground` is the light one: what is dark is derived. */
export function colourNotes({ accent, background }: Pick<Branding, "accent" | "background">, ground: Ground): ColourNote[] {
  return [...(accent ? accentNotes(accent, ground) : []), ...(background ? backgroundNotes(background, ground) : [])];
}

function accentNotes(accent: Colour, ground: Ground): ColourNote[] {
  const { link, rim } = shadesOf(accent, ground);
  const onCard = contrast(accent, ground.card);
  const text = readableOn(accent);
  const note = (words: string): ColourNote => ({ about: "accent", text: words });
  return [
    ...(contrast("#ffffff", accent) < READABLE
      ? [note(`White text on it would have ${ratio(contrast("#ffffff", accent))}, less than 4.5:1, so it is ${shade(text)}.`)]
      : []),
    ...(onCard < READABLE && link !== accent
      ? [note(`As text on the card it would have ${ratio(onCard)}, so links take its darker shade ${link}.`)]
      : []),
    ...(onCard < VISIBLE && rim ? [note("A button in it is hard to tell from the card, so it gets an outline.")] : []),
  ];
}

function backgroundNotes(background: Colour, ground: Ground): ColourNote[] {
  const { onPage } = pageOf(background, ground);
  if (onPage === ground.soft) return [];
  const words = `The small print on it would have ${ratio(contrast(ground.soft, background))}, less than 4.5:1, so it is ${shade(onPage)}.`;
  return [{ about: "background", text: words }];
}
