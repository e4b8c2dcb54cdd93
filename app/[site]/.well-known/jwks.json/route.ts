import { siteKeys } from "@/lib/http/site-keys";

/** The public keys of the site's tokens. */
export const GET = siteKeys;
