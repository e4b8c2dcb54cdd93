import { methodSettings } from "../method";

/** Signing in at another provider. Which ones there are is set apart, with what the site is called there. */
export const settings = methodSettings(
  "Other providers",
  "A button for each provider that is added. Off: the pages offer none of them, and accounts there that are linked wait.",
  {},
);
