import { z } from "zod";

/** What may be set for one thing: an object of settings, or one setting. Each has a default. */
type Shape = z.ZodObject | z.ZodDefault;

type Settings<Shapes> = { readonly [Id in keyof Shapes]: z.output<Shapes[Id]> };

/** Settings as somebody gives them: any part. A part of an object is said, a single setting as a whole. */
type Given<Shapes> = {
  readonly [Id in keyof Shapes]?: Shapes[Id] extends z.ZodObject ? Partial<z.output<Shapes[Id]>> : z.output<Shapes[Id]>;
};

/**
 * Settings of which a row keeps what is not as usual, so that a later version can mend a default: what may be said of them, what
 * is kept then, and how it is read again.
 */
export function keptSettings<Shapes extends Readonly<Record<string, Shape>>>(shapes: Shapes) {
  type Id = keyof Shapes & string;
  const usual = mapValues(shapes, (shape) => shape.parse(shape instanceof z.ZodObject ? {} : undefined));

  /** What is set for one of them, given what is kept. What a later version no longer knows counts as not set. */
  function settingsOf<One extends Id>(kept: unknown, id: One): Settings<Shapes>[One] {
    const own = (kept as Readonly<Record<string, unknown>>)[id];
    const read = own === undefined ? null : shapes[id]?.safeParse(own);
    return (read?.success ? read.data : usual[id]) as Settings<Shapes>[One];
  }

  /** All that is set, given what is kept. Most keep nothing. */
  const everySetting = (kept: unknown) =>
    (Object.keys(kept as object).length === 0 ? usual : mapValues(shapes, (_, id) => settingsOf(kept, id))) as Settings<Shapes>;

  /** What is kept once a part is set anew. */
  function withGiven(kept: unknown, given: Given<Shapes>): Record<string, object> {
    const after = mapValues<unknown, unknown>(everySetting(kept) as Readonly<Record<string, unknown>>, (before, id) => {
      const said = given[id as Id];
      return shapes[id] instanceof z.ZodObject
        ? unusual({ ...(before as object), ...(said as object) }, usual[id] as object)
        : said === undefined
          ? before
          : said;
    });
    return unusual(
      after,
      mapValues(shapes, (shape, id) => (shape instanceof z.ZodObject ? {} : usual[id])),
    ) as Record<string, object>;
  }

  /** What a customer may say of them. */
  const field = z.strictObject(
    mapValues(shapes, (shape) => partOf(shape)),
    "must be an object",
  ) as unknown as z.ZodType<Given<Shapes>>;

  return { field, settingsOf, everySetting, withGiven };
}

/** A switch. */
export const flag = (usual: boolean) => z.boolean("must be true or false").default(usual);

/** The same without its defaults: what is not said is not set. */
function partOf(shape: Shape): z.ZodType {
  if (!(shape instanceof z.ZodObject)) return bare(shape).optional();
  return z
    .strictObject(
      mapValues(shape.shape, (field) => bare(field as z.ZodDefault).optional()),
      "must be an object",
    )
    .optional();
}

const bare = (field: z.ZodDefault) => (field.unwrap() as z.ZodType).meta({ ...z.globalRegistry.get(field) });

/** The values that differ. */
const unusual = (values: object, usual: object) => {
  const known: Readonly<Record<string, unknown>> = { ...usual };
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(known[name])));
};

function mapValues<In, Out>(object: Readonly<Record<string, In>>, change: (value: In, key: string) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
