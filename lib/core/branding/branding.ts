import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { line } from "@/lib/kernel/fields";
import { LANGUAGES, type Language } from "@/lib/texts/languages";
import { APPEARANCES, FONTS, RADII, TEXT_LENGTHS, type TextName } from "./choices";

/** How a site's pages look, as its customer chose it. The names are those of the wire. */
export type Branding = {
  /** Whether pages are light, dark, or as the visitor's system is. */
  readonly appearance: keyof typeof APPEARANCES;
  /** Fills buttons. Null: the usual one. */
  readonly accent: string | null;
  /** Lies behind the card. Null: the usual one. */
  readonly background: string | null;
  readonly radius: keyof typeof RADII;
  readonly font: keyof typeof FONTS;
  /** Words of its own, in the languages that it said them in. */
  readonly texts: BrandTexts;
  readonly logo: Logo | null;
  /** Stands for the logo on dark ground. Null: the other one does. */
  readonly dark_logo: Logo | null;
};

export type BrandTexts = { readonly [L in Language]?: { readonly [Name in TextName]?: string } };

/** A picture of a site, as it is kept: SHA-256 of its bytes in base64url, and its size in pixels. */
export type Logo = { readonly hash: string; readonly width: number; readonly height: number };

const namesOf = <Name extends string>(choices: Readonly<Record<Name, string>>) => Object.keys(choices) as [Name, ...Name[]];

function oneOf<Name extends string>(choices: Readonly<Record<Name, string>>) {
  const names = namesOf(choices);
  return z.enum(names, `must be ${names.slice(0, -1).join(", ")} or ${names.at(-1)}`);
}

/** SECURITY: it becomes part of a style sheet, so it is this and nothing else. */
const colour = z
  .string("must be a colour such as #0a66c2")
  .regex(/^#[\da-fA-F]{6}$/, "must be a colour such as #0a66c2")
  .toLowerCase()
  .nullable();

const mapValues = <Key extends string, In, Out>(object: Readonly<Record<Key, In>>, change: (value: In) => Out) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value as In)])) as Record<Key, Out>;

const words = (longest: number) => line(longest).trim().nullable().optional();
const wordsOfLanguage = z.strictObject(mapValues(TEXT_LENGTHS, words), "must be an object").optional();

const hash = z.string("must be a logo of this site").regex(/^[\w-]{43}$/, "must be a logo of this site");

/** The rules of each part, for every wire. */
export const brandingParts = {
  appearance: oneOf(APPEARANCES),
  accent: colour,
  background: colour,
  radius: oneOf(RADII),
  font: oneOf(FONTS),
  /** Any of them in any language; null, or nothing, takes one away. */
  texts: z.strictObject(
    mapValues(LANGUAGES, () => wordsOfLanguage),
    "must be an object",
  ),
};

/** What is said of it without its pictures. */
export const brandingTokens = z.strictObject(brandingParts, "must be an object").partial();

/** What a customer may say of it: any part. A logo is named by its hash, once it was sent. */
export const brandingField = brandingTokens.extend({ logo: hash.nullable().optional(), dark_logo: hash.nullable().optional() });

export type GivenBranding = z.output<typeof brandingField>;

const side = z.int().min(1).max(4_096);
const keptLogo = z.strictObject({ hash, width: side, height: side }).nullable();
const kept = z.strictObject({
  appearance: brandingParts.appearance.default("auto"),
  accent: colour.default(null),
  background: colour.default(null),
  radius: brandingParts.radius.default("medium"),
  font: brandingParts.font.default("system"),
  texts: brandingParts.texts.default({}).transform((texts) => saidOf(texts)),
  logo: keptLogo.default(null),
  dark_logo: keptLogo.default(null),
});

/** The texts that say something. */
export function saidOf(texts: z.output<typeof brandingParts.texts>): BrandTexts {
  const said = Object.entries(texts).map(
    ([language, own = {}]) => [language, Object.fromEntries(Object.entries(own).filter(([, text]) => text))] as const,
  );
  return Object.fromEntries(said.filter(([, own]) => Object.keys(own).length > 0));
}

/** How pages look of which nothing was said. */
export const USUAL: Branding = kept.parse({});

/**
 * The branding that a site keeps, whole.
 *
 * SECURITY: read by the same rules as when it was written; what breaks one of them counts as nothing said.
 */
export function brandingOf(stored: unknown): Branding {
  const read = kept.safeParse(stored);
  return read.success ? read.data : USUAL;
}

/** What a site keeps of its branding: what is not as usual. */
export function unusualOf(branding: Branding): Partial<Branding> {
  return Object.fromEntries(Object.entries(branding).filter(([part, value]) => !isDeepStrictEqual(value, USUAL[part as keyof Branding])));
}
