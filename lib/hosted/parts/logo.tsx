import type { Logo as Picture } from "@/lib/core/branding/branding";
import type { HostedSite } from "../view";

/** The most that a logo takes of a card, in CSS pixels. */
const BOX = { width: 240, height: 48 } as const;

/** How much longer one side of a logo may be than the other where it stands in a browser's tab. */
const NEARLY_SQUARE = 1.5;

const sourceOf = (site: HostedSite, { hash }: Picture) => `/${encodeURIComponent(site.slug)}/logo?v=${hash}`;

/** The address of the picture for a browser's tab: the site's logo, where it can be told in a square. Null: the product's own. */
export function tabIcon(site: HostedSite | null): string | null {
  const logo = site?.brand?.logo ?? site?.brand?.darkLogo;
  if (!site || !logo) return null;
  const { width, height } = logo;
  return Math.max(width, height) > NEARLY_SQUARE * Math.min(width, height) ? null : sourceOf(site, logo);
}

/** Whether a site has sent a logo of its own. */
export const hasLogo = ({ brand }: HostedSite): boolean => Boolean(brand?.logo ?? brand?.darkLogo);

/** The logo of a site that has one; on dark ground the one for that, if there is. It takes its place before it is there. */
export function Logo({ site }: { site: HostedSite }) {
  const { appearance = "auto", logo = null, darkLogo = null } = site.brand ?? {};
  const [onLight, onDark] = [logo ?? darkLogo, darkLogo ?? logo];
  const shown = appearance === "dark" ? onDark : onLight;
  if (!shown || !onDark) return null;
  const source = (picture: Picture) => sourceOf(site, picture);
  const picture = <img src={source(shown)} alt={site.name} {...sizeOf(shown)} />;
  if (appearance !== "auto" || onDark.hash === shown.hash) return picture;
  return (
    <picture>
      <source media="(prefers-color-scheme:dark)" srcSet={source(onDark)} {...sizeOf(onDark)} />
      {picture}
    </picture>
  );
}

function sizeOf({ width, height }: Picture) {
  const scale = Math.min(BOX.width / width, BOX.height / height, 1);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
