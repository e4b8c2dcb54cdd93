import { expect, test } from "vitest";
import { EVENT } from "@/lib/testing/audit";
import { addSite, makeTenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { deleteUnusedLogos, publishBrandingDraft, setBrandingDraft } from "./hot/branding-draft";
import type { SiteScope } from "./scope";

const stored = async () =>
  Object.fromEntries(
    (
      await sql<{ id: string; branding: unknown; draft: unknown; logos: string[] }>(
        `SELECT id::text, branding, branding_draft AS draft,
           ARRAY(SELECT hash FROM site_logos l WHERE l.site_id = s.id ORDER BY hash) AS logos FROM sites s`,
      )
    ).map(({ id, ...row }) => [id, row]),
  );

test("a draft is kept, published and its logos are tidied up at one site of one account, and nowhere else", async () => {
  const mine = await makeTenant();
  const [sibling, theirs] = [await addSite(mine), await makeTenant()];
  const hash = unique("used");
  for (const { context } of [mine, sibling, theirs]) {
    await setBrandingDraft(context.scope, { logo: { hash } });
    const logo = { type: "image/png", width: 1, height: 1, bytes: Buffer.from("x") };
    await context.db.siteLogo.createMany({ data: [hash, "unused"].map((each) => ({ ...logo, hash: each })) });
  }
  const before = await stored();
  const own = String(mine.site.id);
  const mixed = { ...theirs.context.scope, siteId: mine.site.id } as SiteScope;
  for (const change of [publishBrandingDraft, deleteUnusedLogos, (scope: SiteScope) => setBrandingDraft(scope, null)])
    await change(mixed, EVENT);
  expect(await stored()).toEqual(before);

  await deleteUnusedLogos(mine.context.scope);
  expect(await stored()).toEqual({ ...before, [own]: { branding: {}, draft: { logo: { hash } }, logos: [hash] } });
  await publishBrandingDraft(mine.context.scope, EVENT);
  await publishBrandingDraft(mine.context.scope, EVENT);
  await deleteUnusedLogos(mine.context.scope);
  expect(await stored()).toEqual({ ...before, [own]: { branding: { logo: { hash } }, draft: null, logos: [hash] } });
  await setBrandingDraft(mine.context.scope, { dark_logo: { hash: "unused" } });
  await setBrandingDraft(mine.context.scope, null);
  expect(await stored()).toEqual({ ...before, [own]: { branding: { logo: { hash } }, draft: null, logos: [hash] } });
});
