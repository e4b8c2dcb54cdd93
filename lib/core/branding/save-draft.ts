import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { deleteUnusedLogos, setBrandingDraft } from "@/lib/db/hot/branding-draft";
import type { SiteContext } from "@/lib/db/resolve";
import { checkFields } from "@/lib/kernel/fields";
import { type Branding, brandingField, unusualOf } from "./branding";
import { changedBranding, logosOf } from "./changed-branding";
import { getBranding } from "./get-branding";

const shape = z.object({ branding: brandingField });

/** A branding that is being worked on. */
export type SavedDraft = {
  readonly branding: Branding;
  /** Whether visitors see another one. */
  readonly isDraft: boolean;
};

/**
 * Keeps a part of a branding as a draft, which visitors do not see. A draft like what they see is none.
 *
 * @throws AppError `invalid` with an issue for each wrong part
 */
export async function saveDraft(site: SiteContext, given: unknown): Promise<SavedDraft> {
  const { published, draft } = await getBranding(site);
  const branding = await changedBranding(draft ?? published, checkFields(shape, { branding: given }).branding, logosOf(site));
  const isDraft = !isDeepStrictEqual(branding, published);
  await setBrandingDraft(site.scope, isDraft ? unusualOf(branding) : null);
  await deleteUnusedLogos(site.scope);
  return { branding, isDraft };
}
