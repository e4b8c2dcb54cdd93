import { z } from "zod";

const number = (most: number, usual: number) =>
  z
    .number("must be a number")
    .int("must be a whole number")
    .min(0, "must not be negative")
    .max(most, `must be at most ${most}`)
    .default(usual);

/** What a site may set about the second factor. */
export const settings = z.strictObject({
  policy: z.enum(["off", "optional", "required"], "must be off, optional or required").default("optional").meta({
    title: "Who has one",
    description:
      "Off: nobody can set one up. Required: whoever has none sets one up the next time they sign in, and stays signed in until then. Whoever has one is asked for it either way, and the dialects, which cannot ask, refuse them.",
  }),
  trust_days: number(365, 30).meta({
    title: "Days that a browser may be trusted",
    description: "Visitors may choose not to be asked again in their browser for so long. 0: they are asked each time.",
  }),
});
