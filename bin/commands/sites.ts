import { holdSite, releaseSite } from "@/lib/core/sites/hold-site";
import type { Command } from "./command";

const MEANS = {
  open: "answers again",
  suspended: "is no longer suspended by the installation; its customer has it suspended still",
  deleted: "is no longer suspended; it is deleted",
};

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
      const { slug, now } = await releaseSite(word);
      return { result: { site: slug, open: now === "open" }, text: `${slug} ${MEANS[now]}` };
    },
  },
};
