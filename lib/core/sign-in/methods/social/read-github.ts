import { z } from "zod";
import type { ReadProfile } from "./profile";

const user = z.object({ id: z.int().positive(), login: z.string(), name: z.string().nullish() });
const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() })).catch([]);

/**
 * Who somebody is at GitHub, or at a server of their own of it. Of their addresses the primary one, if it is verified: what stands
 * in the profile is for show.
 */
export const githubProfile: ReadProfile = async (issuer, get) => {
  const api = issuer === "https://github.com" ? "https://api.github.com" : `${issuer}/api/v3`;
  const { id, login, name } = user.parse(await get(`${api}/user`));
  const primary = emails.parse(await get(`${api}/user/emails`)).find(({ primary, verified }) => primary && verified);
  return { sub: String(id), name: name ?? login, email: primary?.email ?? null, email_verified: primary !== undefined };
};
