import { z } from "zod";
import type { RotatedSigningKey } from "@/lib/core/sessions/rotate-signing-key";
import { time, timeShape } from "./shapes";

/** What a rotation is asked for with. */
export const signingKeyBody = z.strictObject({
  revoke_tokens: z
    .boolean("must be true or false")
    .default(false)
    .meta({
      description: "Sign everybody out: the new key signs at once, no earlier access token is good, and every session is over.",
      examples: [false],
    }),
});

export const signingKeyAnswer = z.strictObject({
  signing_key: z
    .strictObject({
      kid: z.string().meta({ description: "Its name in tokens and in the site’s JWKS.", examples: ["s-pF3kY0xQ2mVbT7nZ"] }),
      signs_from: timeShape.meta({ description: "From when on it signs. It is published at once." }),
      previous_until: timeShape.nullable().meta({ description: "Until when what was signed before is believed; null: nothing was." }),
    })
    .meta({ id: "SigningKey" }),
});

export const signingKeyJson = ({ kid, signsFrom, previousUntil }: RotatedSigningKey): z.output<typeof signingKeyAnswer> => ({
  signing_key: { kid, signs_from: time(signsFrom), previous_until: previousUntil && time(previousUntil) },
});
