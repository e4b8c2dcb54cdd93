import { z } from "zod";
import { flag, idParam, searchQuery } from "./shapes";

export const siteUsersCsvQuery = z.object({
  site_id: z.string("can't be blank").pipe(idParam),
  search: searchQuery,
  verified: flag.optional(),
  blocked: flag.optional(),
});
