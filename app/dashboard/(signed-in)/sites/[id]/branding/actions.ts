"use server";

import { discardDraft } from "@/lib/core/branding/discard-draft";
import { getBranding } from "@/lib/core/branding/get-branding";
import { publishDraft } from "@/lib/core/branding/publish-draft";
import { type SavedDraft, saveDraft } from "@/lib/core/branding/save-draft";
import { requireSite } from "@/lib/core/sites/require-site";
import type { ActionState } from "@/lib/http/operator-action";
import { operatorAction } from "../../../../session";
import { sentId } from "../current-site";

/** Keeps what an operator changed about the looks of a site, as a draft. */
export async function keepDraft(siteId: string, given: unknown): Promise<ActionState<SavedDraft>> {
  return operatorAction(async (operator) => saveDraft(await requireSite(operator, sentId(siteId)), given));
}

/** Shows the draft to visitors from now on. */
export async function publish(siteId: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await publishDraft(await requireSite(operator, sentId(siteId)));
    return {};
  });
}

/** Forgets the draft, and tells what visitors see. */
export async function discard(siteId: string): Promise<ActionState<SavedDraft>> {
  return operatorAction(async (operator) => {
    const site = await requireSite(operator, sentId(siteId));
    await discardDraft(site);
    return { branding: (await getBranding(site)).published, isDraft: false };
  });
}
