import { z } from "zod";
import { flag, idParam, searchQuery } from "./shapes";

export const siteUsersCsvAnswer = z.string().meta({ examples: ["id,uuid,external_id,email,…\r\n"] });

export const siteUsersCsvQuery = z.object({
  site_id: z.string("can't be blank").pipe(idParam),
  search: searchQuery,
  verified: flag.optional().meta({ description: "Only users whose address is proved, or only the others." }),
  blocked: flag.optional().meta({ description: "Only users who may not sign in, or only the others." }),
});
