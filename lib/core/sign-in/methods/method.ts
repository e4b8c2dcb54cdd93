import { z } from "zod";
import { flag } from "@/lib/kernel/kept-settings";

/** What may be set for one way to sign in: whether it is on, and whatever else it has. */
export type MethodSettings = z.ZodObject<{ enabled: ReturnType<typeof flag> }>;

/**
 * The settings of a way to sign in. The dashboard draws their form from this: a title and a description belong to each.
 *
 * @param summary what a customer should know before they turn the switch
 */
export function methodSettings<Options extends Readonly<Record<string, z.ZodDefault>>>(
  title: string,
  summary: string,
  options: Options,
  { usual = true }: { readonly usual?: boolean } = {},
) {
  const enabled = flag(usual).describe("Whether visitors may sign in this way on the hosted pages and in the modal.");
  return z.strictObject({ enabled, ...options }).meta({ title, description: summary });
}
