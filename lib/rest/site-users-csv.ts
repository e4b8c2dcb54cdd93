import { z } from "zod";
import { idParam } from "./shapes";
import { siteUsersQuery } from "./site-user";

export const siteUsersCsvAnswer = z.string().meta({ examples: ["id,uuid,external_id,email,…\r\n"] });

/** The filter of the list, for one site. */
export const siteUsersCsvQuery = siteUsersQuery
  .pick({ search: true, email: true, created_after: true, created_before: true, verified: true, blocked: true })
  .extend({ site_id: z.string("can't be blank").pipe(idParam) });

/** Which users a query asks for. */
export function csvFilter({ created_after, created_before, search, email, verified, blocked }: z.output<typeof siteUsersCsvQuery>) {
  return { search, email, verified, blocked, createdAfter: created_after, createdBefore: created_before };
}
