import { z } from "zod";
import { type Branding, brandingParts, type Logo } from "@/lib/core/branding/branding";
import { siteUrl } from "@/lib/kernel/urls";
import { judged } from "./shapes";

const EXAMPLE = "https://signin.example/my-app/logo?v=LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ";

const described = {
  appearance: { description: "Whether pages are light, dark, or as the visitor’s system is.", examples: ["auto"] },
  accent: {
    description: "Fills buttons; what is read on it, beside it and in the dark follows from it. null: the usual one.",
    examples: ["#0a66c2"],
  },
  background: { description: "Lies behind the card. null: the usual one.", examples: ["#f3f6fb"] },
  radius: { description: "How round corners are.", examples: ["medium"] },
  font: { description: "Families that systems bring along; nothing is loaded.", examples: ["system"] },
  texts: {
    description: "Words of your own by language: sign_in_title, sign_in_lead and footer_note. Plain text, one line; null takes one away.",
    examples: [{ en: { sign_in_title: "Welcome back" } }],
  },
  logo: { description: "The address of the logo. It is sent in the dashboard, and taken away by null.", examples: [EXAMPLE] },
  dark_logo: { description: "Stands for the logo on dark ground.", examples: [EXAMPLE] },
};

/** How a site's pages look, on the wire. */
export const brandingShape = z
  .strictObject({
    appearance: brandingParts.appearance.meta(described.appearance),
    accent: brandingParts.accent.meta(described.accent),
    background: brandingParts.background.meta(described.background),
    radius: brandingParts.radius.meta(described.radius),
    font: brandingParts.font.meta(described.font),
    texts: brandingParts.texts.meta(described.texts),
    logo: z.string().nullable().meta(described.logo),
    dark_logo: z.string().nullable().meta(described.dark_logo),
  })
  .meta({ description: "How visitors see the pages of the site. A draft that is worked on in the dashboard is not in it." });

export function brandingJson({ slug, branding }: { readonly slug: string; readonly branding: Branding }): z.output<typeof brandingShape> {
  const address = (logo: Logo | null) => logo && siteUrl(slug, "logo", { v: logo.hash });
  return { ...branding, logo: address(branding.logo), dark_logo: address(branding.dark_logo) };
}

/** The address of a logo as its hash. What is none is left for the use-case to refuse. */
const logo = z.unknown().transform((given) => (typeof given === "string" ? (/[?&]v=([\w-]{43})$/.exec(given)?.[1] ?? given) : given));

/** The branding of a body: any part of it. */
export const brandingBody = z
  .strictObject(
    {
      appearance: judged(brandingParts.appearance, described.appearance),
      accent: judged(brandingParts.accent, described.accent),
      background: judged(brandingParts.background, described.background),
      radius: judged(brandingParts.radius, described.radius),
      font: judged(brandingParts.font, described.font),
      texts: judged(brandingParts.texts, { description: described.texts.description }),
      logo: logo.meta({ type: ["string", "null"], ...described.logo }),
      dark_logo: logo.meta({ type: ["string", "null"], ...described.dark_logo }),
    },
    "must be an object",
  )
  .partial()
  .meta({ description: "Changes what you name, at once for all visitors; the rest stays." });
