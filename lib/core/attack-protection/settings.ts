import { z } from "zod";
import { flag, keptSettings } from "@/lib/kernel/kept-settings";

/** How many something may be, or null: as many as the installation says. */
const limit = (least: number, most: number, description: string) => {
  const range = `must be ${least} to ${most}`;
  return z
    .int("must be a whole number")
    .min(least, range)
    .max(most, range)
    .nullable()
    .default(null)
    .meta({ type: ["integer", "null"], minimum: least, maximum: most, description, examples: [null] });
};

/** What a customer may set against attacks on a site. A site keeps what was set; the rest is as it stands here. */
export const PROTECTION_SETTINGS = {
  failures_per_identifier: limit(3, 100, "How many failed sign-ins in ten minutes close an address or a username."),
  failures_per_address: limit(10, 100_000, "How many failed sign-ins in ten minutes close a client’s address."),
  failures_per_site: limit(
    20,
    10_000_000,
    "How many failed sign-ins in ten minutes mean that the site is under attack: the other limits are a quarter then.",
  ),
  sign_ups_per_address: limit(1, 100_000, "How many accounts one client’s address may make in a minute."),
  mails_per_minute: limit(1, 5, "How many mails of a kind one e-mail address may be sent in a minute, of five in an hour."),
  challenge: z
    .enum(["under_attack", "always", "never"], "must be under_attack, always or never")
    .default("under_attack")
    .meta({
      description: "When browsers have to work for a moment before a form of the hosted pages is taken.",
      examples: ["under_attack"],
    }),
  refuse_weak_passwords: flag(true).meta({
    type: "boolean",
    description: "Whether new passwords are refused that many people use or that are a name of the site.",
    examples: [true],
  }),
  refuse_leaked_passwords: flag(false).meta({
    type: "boolean",
    description: "Whether new passwords are looked up among leaked ones, where the installation names a place to ask.",
    examples: [false],
  }),
} as const;

const kept = keptSettings(PROTECTION_SETTINGS);

export type AttackProtection = ReturnType<typeof kept.everySetting>;

/** What a customer may say of them: any part of it. */
export const protectionField = kept.field.meta({ examples: [{ failures_per_identifier: 5 }] });

export const { everySetting: attackProtection, withGiven: withGivenProtection } = kept;
