"use server";

import { createProvider } from "@/lib/core/identity-providers/create-provider";
import { deleteProvider } from "@/lib/core/identity-providers/delete-provider";
import { listProviders } from "@/lib/core/identity-providers/list-providers";
import { moveProvider } from "@/lib/core/identity-providers/move-provider";
import { requireDiscovery } from "@/lib/core/identity-providers/require-discovery";
import { updateProvider } from "@/lib/core/identity-providers/update-provider";
import { requireSite } from "@/lib/core/sites/require-site";
import type { ActionState } from "@/lib/http/operator-action";
import { AppError } from "@/lib/kernel/errors";
import { operatorAction } from "../../../../session";
import { sentId } from "../current-site";

/** What the form of a provider says. A secret that is left empty stays as it is. */
const sentProvider = (form: FormData) => ({
  name: form.get("name") ?? undefined,
  issuer: form.get("issuer") ?? undefined,
  clientId: form.get("clientId"),
  clientSecret: form.get("clientSecret") || undefined,
  enabled: form.get("enabled") === "on",
});

/** Adds a provider to a site, once the issuer that was named answers. */
export async function addProvider(siteId: string, form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      const site = await requireSite(operator, sentId(siteId));
      const given = { ...sentProvider(form), kind: form.get("kind") };
      await requireDiscovery(site, given);
      await createProvider(site, given);
      return {};
    },
    { recent: true },
  );
}

/** Changes a provider of a site. An issuer that is another than before has to answer first. */
export async function changeProvider(siteId: string, id: string, form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      const site = await requireSite(operator, sentId(siteId));
      const kept = (await listProviders(site)).find((provider) => provider.id === sentId(id));
      if (!kept) throw new AppError("not_found");
      const given = sentProvider(form);
      if (given.issuer !== undefined && given.issuer !== kept.issuer) await requireDiscovery(site, { ...given, kind: kept.kind });
      await updateProvider(site, kept.id, given);
      return {};
    },
    { recent: true },
  );
}

/** Moves a provider one place on the sign-in page. */
export async function shiftProvider(siteId: string, id: string, by: -1 | 1): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await moveProvider(await requireSite(operator, sentId(siteId)), sentId(id), by === -1 ? -1 : 1);
    return {};
  });
}

/** Removes a provider from a site. */
export async function removeProvider(siteId: string, id: string): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await deleteProvider(await requireSite(operator, sentId(siteId)), sentId(id));
      return {};
    },
    { recent: true },
  );
}
