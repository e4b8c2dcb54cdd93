import { z } from "zod";
import { settings as fastauth } from "./fastauth/settings";
import { settings as fasteditor } from "./fasteditor/settings";
import { settings as fastgen } from "./fastgen/settings";
import { settings as fastschema } from "./fastschema/settings";

/** What a customer may set for each dialect. A site keeps what was set; the rest is as it stands here. */
export const DIALECT_SETTINGS = { fastgen, fastauth, fastschema, fasteditor } as const;

export type DialectId = keyof typeof DIALECT_SETTINGS;

export type DialectSettings = { readonly [Id in DialectId]: z.output<(typeof DIALECT_SETTINGS)[Id]> };

type GivenSettings = { readonly [Id in DialectId]?: Partial<DialectSettings[Id]> };

/** What a customer may say of them: any part of it. */
export const dialectsField = z
  .strictObject(
    mapValues(DIALECT_SETTINGS, (shape) => partOf(shape).optional()),
    "must be an object",
  )
  .meta({ examples: [{ fastgen: { enabled: false } }] }) as unknown as z.ZodType<GivenSettings>;

/** What a site keeps once a part of its settings is set anew: what is not as usual. */
export function withGiven(kept: unknown, given: GivenSettings): Record<string, object> {
  const unusual = mapValues(everySetting(kept), (before, id) => {
    const usual: Readonly<Record<string, unknown>> = DEFAULTS[id as DialectId];
    const after = { ...before, ...given[id as DialectId] };
    return Object.fromEntries(Object.entries(after).filter(([name, value]) => value !== usual[name]));
  });
  return Object.fromEntries(Object.entries(unusual).filter(([, own]) => Object.keys(own).length > 0));
}

/** What is set for one dialect of a site, given what the site keeps. What a later version no longer knows counts as not set. */
export function settingsOf<Id extends DialectId>(kept: unknown, id: Id): DialectSettings[Id] {
  const own = (kept as Partial<Record<DialectId, object>>)[id];
  if (!own) return DEFAULTS[id];
  const read = DIALECT_SETTINGS[id].safeParse(own);
  return read.success ? (read.data as DialectSettings[Id]) : DEFAULTS[id];
}

/** What is set for every dialect of a site. */
export const everySetting = (kept: unknown): DialectSettings =>
  mapValues(DIALECT_SETTINGS, (_, id) => settingsOf(kept, id as DialectId)) as unknown as DialectSettings;

const DEFAULTS = mapValues(DIALECT_SETTINGS, (shape) => shape.parse({})) as unknown as DialectSettings;

/** The same fields without their defaults: what is not said is not set. */
function partOf(shape: z.ZodObject) {
  const fields = mapValues(shape.shape, (field) => {
    const bare = (field as z.ZodDefault).unwrap() as z.ZodType;
    return bare.meta({ ...z.globalRegistry.get(field as z.ZodType) }).optional();
  });
  return z.strictObject(fields, "must be an object");
}

function mapValues<In, Out>(object: Readonly<Record<string, In>>, change: (value: In, key: string) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
