import { createHash } from "node:crypto";
import { NAMELESS } from "./statement-spans";

/** More than the product says when nobody plays with it. */
export const MOST_NAMED = 500;

/**
 * Names prepared statements by their texts, one for each: planning costs more than running these. Once so many have one, whatever is said for
 * the first time gets none, and is planned each time.
 *
 * SECURITY: a connection keeps what was prepared on it for as long as it lives, some 40 kB each, and a change of a site has another text for each
 * choice of its fields: a customer would fill the memory with tens of thousands of them.
 */
export function statementNames(most: number): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= most) return known ?? "";
    const name = NAMELESS + createHash("sha1").update(sql).digest("base64url");
    names.set(sql, name);
    return name;
  };
}
