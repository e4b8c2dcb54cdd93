import type { SiteContext } from "@/lib/db/resolve";
import { hashToken } from "@/lib/kernel/secrets";
import { kindOf } from "../../../identity-providers/identity-provider";
import { type RequestFrame, requestFrame } from "./authorization-request";
import type { ProviderKind } from "./presets";

/** Where somebody set out from, as long as their browser can show that it was they. */
export type Departed = {
  readonly purpose: "sign_in" | "link";
  readonly providerId: bigint;
  readonly kind: ProviderKind;
  readonly providerName: string;
  readonly clientState: string | null;
  readonly codeChallenge: string | null;
  readonly to: string | null;
  readonly frame: RequestFrame | null;
};

/**
 * The authorization request that somebody comes back from, used or over as it may be: so that they can begin again at the same
 * place. Looking spends nothing.
 *
 * @returns null when it is unknown, or another browser's
 */
export async function findRequest(site: SiteContext, state: string, browser: string | null): Promise<Departed | null> {
  const stateHash = hashToken("ars_", state);
  const browserHash = browser === null ? null : hashToken("arb_", browser);
  if (!stateHash || !browserHash) return null;
  const columns = { purpose: true, providerId: true, clientState: true, codeChallenge: true, to: true, frame: true } as const;
  const row = await site.db.authorizationRequest.findFirst({ where: { stateHash, browserHash }, select: columns });
  const provider = row && (await site.db.identityProvider.findFirst({ where: { id: row.providerId }, select: { kind: true, name: true } }));
  if (!row || !provider) return null;
  const { frame, ...request } = row;
  const found = requestFrame.nullable().parse(frame);
  return { ...request, frame: found, kind: kindOf(provider.kind), providerName: provider.name };
}
