"use server";

import { createSite } from "@/lib/core/sites/create-site";
import type { ActionState } from "@/lib/http/operator-action";
import { operatorAction } from "../../../session";

/** Makes a site from its name. */
export async function createSiteAction(form: FormData): Promise<ActionState<{ siteId: string }>> {
  return operatorAction(async (operator) => {
    const { id } = await createSite(operator, { name: form.get("name") });
    return { siteId: String(id) };
  });
}
