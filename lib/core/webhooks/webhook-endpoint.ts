import type { AccountContext } from "@/lib/db/resolve";
import { covers } from "@/lib/kernel/api-scopes";
import { unseal } from "@/lib/kernel/secrets";

/** Where a site's backend is told what happens, as its customer sees it. */
export type WebhookEndpoint = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly url: string;
  /** What it is told of; `*` is everything. */
  readonly eventTypes: string[];
  readonly description: string | null;
  readonly enabled: boolean;
  /** Why it was turned off by itself: it answered 410, or nothing arrived there for days. */
  readonly disabledReason: "gone" | "failing" | null;
  /** Since when nothing has arrived there; null: the last attempt did. */
  readonly failingSince: Date | null;
  /** Until when the secret before the last rotation signs, too. */
  readonly previousSecretUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export const endpointColumns = {
  id: true,
  siteId: true,
  url: true,
  eventTypes: true,
  description: true,
  enabled: true,
  disabledReason: true,
  failingSince: true,
  previousSecretUntil: true,
  createdAt: true,
  updatedAt: true,
} as const;

type StoredEndpoint = Omit<WebhookEndpoint, "disabledReason"> & { readonly disabledReason: string | null };

/** A stored endpoint as its customer sees it. */
export function shownEndpoint({ previousSecretUntil: until, disabledReason, ...row }: StoredEndpoint): WebhookEndpoint {
  const previousSecretUntil = until && until > new Date() ? until : null;
  return { ...row, previousSecretUntil, disabledReason: disabledReason as WebhookEndpoint["disabledReason"] };
}

/** An endpoint with the secret that signs what is sent there, in the clear; null for an API token without `secrets:read`. */
export type EndpointWithSecret = WebhookEndpoint & { readonly secret: string | null };

/** A stored endpoint with as much of it as an API token was granted to read. */
export function endpointFor({ granted }: AccountContext, { secretSealed, ...row }: StoredEndpoint & { secretSealed: Uint8Array }) {
  const secret = covers(granted, "secrets:read") ? unseal(secretSealed, webhookSecretContext(row.id)) : null;
  return { ...shownEndpoint(row), secret };
}

/** What the sealed secrets of an endpoint are bound to. */
export const webhookSecretContext = (id: bigint) => `webhook_endpoints.secret:${id}`;
