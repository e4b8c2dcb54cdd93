import { z } from "zod";
import { invalid } from "@/lib/kernel/errors";
import { keptSettings } from "@/lib/kernel/kept-settings";
import { settings as secondFactor } from "../factors/settings";
import { METHOD_IDS, METHODS, type MethodId } from ".";

const order = z
  .array(z.enum(METHOD_IDS, "must name ways to sign in"), "must be a list of ways to sign in")
  .refine((ids) => new Set(ids).size === ids.length, "must name each way to sign in once")
  .default(METHOD_IDS)
  .describe("Which way the pages offer first. Those that are not named come behind, in their usual order.");

/** What a customer may set about signing in on the hosted pages. A site keeps what was set; the rest is as it stands here. */
export const SIGN_IN_SETTINGS = { order, ...METHODS, second_factor: secondFactor } as const;

const kept = keptSettings(SIGN_IN_SETTINGS);

export type SignInSettings = ReturnType<typeof kept.everySetting>;

export const { settingsOf, everySetting: signInSettings } = kept;

/** What a customer may say of them: any part of it. */
export const signInField = kept.field.meta({ examples: [{ password: { usernames: true } }] });

/**
 * What a site keeps once a part of it is set anew.
 *
 * @throws AppError `invalid` when no way to sign in would be left on. Passkeys do not count: one is made by whoever is signed in
 */
export function withGivenSignIn(before: unknown, given: z.output<typeof signInField>): Record<string, object> {
  const after = kept.withGiven(before, given);
  if (!enabledMethods(after).some((id) => id !== "passkey")) throw invalid("", "One way to sign in besides passkeys has to stay on");
  return after;
}

/** The ways to sign in that are on at a site, in its order. */
export function enabledMethods(keptSettings: unknown): MethodId[] {
  const first = settingsOf(keptSettings, "order");
  const all = [...first, ...METHOD_IDS.filter((id) => !first.includes(id))];
  return all.filter((id) => settingsOf(keptSettings, id).enabled);
}
