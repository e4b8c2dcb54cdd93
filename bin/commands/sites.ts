import { holdSite, releaseSite } from "@/lib/core/sites/hold-site";
import type { Command } from "./command";

/** The commands about sites. */
export const SITE_COMMANDS: Record<string, Command> = {
  "site suspend": {
    needsDatabase: true,
    async run({ reason }, word) {
      const { slug, since } = await holdSite(word, reason);
      return { result: { site: slug, suspended_since: since.toISOString() }, text: `${slug} is suspended: nobody can sign in there` };
    },
  },
  "site resume": {
    needsDatabase: true,
    async run(_, word) {
      const { slug, open } = await releaseSite(word);
      const text = open
        ? `${slug} answers again`
        : `${slug} is no longer suspended by the installation; its customer has it suspended still`;
      return { result: { site: slug, open }, text };
    },
  },
};
