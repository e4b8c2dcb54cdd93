import { z } from "zod";
import { siteUrl } from "@/lib/kernel/urls";

/** How long somebody may be away at a provider. */
export const REQUEST_MINUTES = 10;

/** What an answer of the provider is held against. */
export type Checks = { readonly nonce: string; readonly verifier: string };

/** What the sealed checks of a request are bound to. */
export const checksContext = (id: bigint) => `authorization_requests.checks:${id}`;

/** The frame of a customer's page that opened a window for the provider. */
export const requestFrame = z.object({
  origin: z.string().nullable(),
  nonce: z.string(),
  action: z.enum(["login", "signup", "reset_password"]),
});
export type RequestFrame = z.output<typeof requestFrame>;

/** Where every provider of a site sends visitors back to. */
export const redirectUri = (slug: string, query: Record<string, string> = {}) => siteUrl(slug, "social/callback", query);
