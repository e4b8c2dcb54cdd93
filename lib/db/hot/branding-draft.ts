import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { query } from "../query";
import type { SiteScope } from "../scope";

/** Keeps a draft of a site's branding; null: none. The site counts as unchanged: nobody sees it but whoever works on it. */
export async function setBrandingDraft(scope: SiteScope, draft: object | null): Promise<void> {
  await query(scope, "set-branding-draft", "UPDATE sites SET branding_draft = $3 WHERE account_id = $1 AND id = $2", [
    scope.accountId,
    scope.siteId,
    draft && JSON.stringify(draft),
  ]);
}

/** Makes the draft of a site's branding its branding. Without a draft nothing changes. */
export async function publishBrandingDraft(scope: SiteScope, event: EventRow | null): Promise<void> {
  await query(
    scope,
    "publish-branding-draft",
    `WITH published AS (
       UPDATE sites SET branding = branding_draft, branding_draft = NULL, updated_at = now()
       WHERE account_id = $1 AND id = $2 AND branding_draft IS NOT NULL RETURNING id),
     ${recordedWith("published", "$3")}
     SELECT id FROM published`,
    [scope.accountId, scope.siteId, eventValue(scope, event)],
  );
}

/**
 * Deletes the logos of a site that neither its branding nor the draft of it names.
 *
 * One statement, so that it sees a logo and the draft that names it either both or not at all.
 */
export async function deleteUnusedLogos(scope: SiteScope): Promise<void> {
  await query(
    scope,
    "delete-unused-logos",
    `DELETE FROM site_logos l USING sites s
     WHERE l.account_id = $1 AND l.site_id = $2 AND s.account_id = $1 AND s.id = $2
       AND (l.hash IN (s.branding->'logo'->>'hash', s.branding->'dark_logo'->>'hash',
         s.branding_draft->'logo'->>'hash', s.branding_draft->'dark_logo'->>'hash')) IS NOT TRUE`,
    [scope.accountId, scope.siteId],
  );
}
