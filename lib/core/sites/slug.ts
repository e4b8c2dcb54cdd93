import { randomInt } from "node:crypto";
import { z } from "zod";
import { RESERVED_SLUGS } from "./reserved-slugs";

const SHAPE = /^[a-z0-9](-?[a-z0-9])*$/;

/** A site's name in addresses. Upper case is refused, not folded: cookie paths are case-sensitive. */
export const slugField = z
  .unknown()
  .transform((value, context): string => {
    const refuse = (message: string): never => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    if (value === null || value === "") return refuse("can't be blank");
    if (typeof value !== "string") return refuse("must be a text");
    if (value.length < 2 || value.length > 63) return refuse("must have 2 to 63 characters");
    if (!SHAPE.test(value)) return refuse("may only have lower-case letters, digits and single hyphens in between");
    return RESERVED_SLUGS.has(value) ? refuse("is reserved") : value;
  })
  .meta({ type: "string", pattern: SHAPE.source, minLength: 2, maxLength: 63, examples: ["my-app"] });

/** A slug for a site that was given only a name: "Jane's Shop" -> "janes-shop-4821". */
export function slugFromName(name: string): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/['’]|[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 48)
    .replace(/^-+|-+$/g, "");
  return `${words || "site"}-${randomInt(1_000, 10_000)}`;
}
