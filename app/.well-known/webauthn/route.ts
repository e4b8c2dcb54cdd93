import { relatedOrigins } from "@/lib/http/related-origins";

/** Which origins may use the passkeys of this domain. */
export const GET = relatedOrigins;
