import { z } from "zod";

/** The name of the manifest in a backup. */
export const MANIFEST = "manifest.json";

/** What a backup says of itself, behind its tables. */
export const manifestShape = z.strictObject({
  format: z.literal("signin-fast-backup"),
  version: z.literal(1),
  product_version: z.string(),
  created_at: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), sha256: z.string() })).min(1),
  tables: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z_0-9]{1,63}$/),
      columns: z.array(z.string().regex(/^[a-z_0-9]{1,63}$/)).min(1),
      rows: z.number().int(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

export type Manifest = z.infer<typeof manifestShape>;

/** The name of a table's file. */
export const fileOf = (table: string) => `tables/${table}.copy`;
