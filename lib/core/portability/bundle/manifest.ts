import { z } from "zod";
import { bundleId, moment } from "./part";

/** The name of the manifest in the archive. It is written last, when the others are counted. */
export const MANIFEST = "manifest.json";

/** The version of the format. It grows whenever a reader of the version before would misread something. */
export const SCHEMA_VERSION = 1;

/** What the manifest says about one file. */
export const bundleFile = z.strictObject({
  name: z.string().describe("Its name in the archive"),
  rows: z.int().min(0).describe("How many lines it has"),
  bytes: z.int().min(0).describe("How long it is, unpacked"),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("Its SHA-256, unpacked, in hex"),
});

export const manifest = z.strictObject({
  format: z.literal("signin-fast-bundle").describe("What this is"),
  schema_version: z.int().positive().describe("The version of this format"),
  product_version: z.string().describe("The version of Signin Fast that wrote it"),
  created_at: moment.describe("The moment whose data it holds"),
  site: z.strictObject({ id: bundleId, name: z.string(), slug: z.string() }).describe("Which site: its `id`, `name` and `slug`"),
  include_secrets: z.boolean().describe("Whether password hashes and the client secret are in it"),
  recipient: z.string().nullable().describe("The public key that the archive around it was encrypted to; null: it was not"),
  files: z.array(bundleFile).describe("The other files, each as below"),
});

export type Manifest = z.output<typeof manifest>;
export type BundleFile = z.output<typeof bundleFile>;
