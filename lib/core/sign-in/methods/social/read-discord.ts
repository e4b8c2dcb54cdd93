import { z } from "zod";
import type { ReadProfile } from "./profile";

const user = z.object({
  id: z.string(),
  username: z.string(),
  global_name: z.string().nullish(),
  email: z.string().nullish(),
  verified: z.boolean().nullish(),
  locale: z.string().nullish(),
});

/** Who somebody is at Discord. */
export const discordProfile: ReadProfile = async (issuer, get) => {
  const { id, username, global_name: shown, email, verified, locale } = user.parse(await get(`${issuer}/api/users/@me`));
  return { sub: id, name: shown ?? username, email, email_verified: verified === true, locale };
};
