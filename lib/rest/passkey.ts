import { z } from "zod";
import type { Passkey } from "@/lib/core/passkeys/passkey";
import { idParam, idShape, time, timeShape } from "./shapes";
import { siteUserParams } from "./site-user";

/** A passkey on the wire. */
export const passkeyShape = z
  .strictObject({
    id: idShape.meta({ examples: [72] }),
    site_user_id: idShape,
    name: z.string().meta({ description: "What its user calls it.", examples: ["My phone"] }),
    provider: z
      .string()
      .nullable()
      .meta({ description: "Who keeps it, as far as its authenticator tells.", examples: ["Apple Passwords"] }),
    backed_up: z.boolean().meta({ description: "Whether it is copied to other devices of its user.", examples: [true] }),
    created_at: timeShape,
    last_used_at: timeShape.nullable().meta({ description: "When it last signed its user in; null: never." }),
  })
  .meta({ id: "Passkey" });

export const passkeysAnswer = z.strictObject({ passkeys: z.array(passkeyShape) });

export function passkeyJson(siteUserId: bigint, passkey: Passkey): z.output<typeof passkeyShape> {
  return {
    id: Number(passkey.id),
    site_user_id: Number(siteUserId),
    name: passkey.name,
    provider: passkey.provider,
    backed_up: passkey.backedUp,
    created_at: time(passkey.createdAt),
    last_used_at: passkey.lastUsedAt && time(passkey.lastUsedAt),
  };
}

export const passkeyParams = siteUserParams.extend({
  passkey_id: idParam.meta({ description: "The passkey’s id.", examples: ["72"] }),
});
