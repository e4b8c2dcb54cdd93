import { brandingOf, type Logo } from "@/lib/core/branding/branding";
import { shadesOf } from "@/lib/core/branding/shades";
import { mailSettings } from "@/lib/core/mail-settings/mail-settings";
import type { SiteContext } from "@/lib/db/resolve";
import type { TenantDb } from "@/lib/db/tenant-db";
import { siteUrl } from "@/lib/kernel/urls";
import type { Fill, Letterhead } from "@/lib/mail/letterhead";
import { PALETTE } from "@/lib/mail/templates/palette";

/** The most that a logo takes of a mail, in CSS pixels. */
const BOX = { width: 200, height: 40 } as const;

/** What a site brings to its mails. */
export async function letterheadOf({ site }: SiteContext, db: TenantDb): Promise<Letterhead> {
  const row = await db.site.findFirst({ where: {}, select: { mail: true } });
  const { sender_name: senderName, reply_to: replyTo } = mailSettings(row?.mail ?? {});
  const { accent, logo, dark_logo: darkLogo } = brandingOf(JSON.parse(site.branding));
  const onLight = logo ?? darkLogo;
  const picture = (drawn: Logo) => ({ address: siteUrl(site.slug, "logo", { v: drawn.hash }), ...sizeOf(drawn) });
  return {
    senderName,
    replyTo,
    accent: accent === null ? null : { light: fillOf(accent, "light"), dark: fillOf(accent, "dark") },
    logo: onLight && { onLight: picture(onLight), onDark: darkLogo && picture(darkLogo) },
  };
}

/** The accent as it fills a button on one ground. Null where the button would hardly be seen: no mail program draws its outline reliably. */
function fillOf(given: string, ground: "light" | "dark"): Fill | null {
  const { line: edge, ...colours } = PALETTE[ground];
  const { accent, onAccent, rim } = shadesOf(given, { ...colours, edge });
  return rim === null ? { button: accent, label: onAccent } : null;
}

function sizeOf({ width, height }: Logo) {
  const scale = Math.min(BOX.width / width, BOX.height / height, 1);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
