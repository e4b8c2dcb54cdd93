import { cache } from "react";
import { getSite } from "@/lib/core/sites/get-site";
import { AppError } from "@/lib/kernel/errors";
import { idOf, orNotFound, requireOperator } from "../../../session";

/**
 * The site in an address and the operator who looks at it, asked once for each request.
 *
 * SECURITY: a stranger is sent to sign in; somebody else's site is the page that says there is nothing here. The site
 * holds its client secret in the clear: a page hands on single fields of it, never the whole.
 */
export const currentSite = cache(async (id: string) => {
  const operator = await requireOperator();
  return { operator, site: await orNotFound(getSite(operator, { id: idOf(id) })) };
});

/**
 * The id that a form or a button of a site's pages sends.
 *
 * @throws AppError `not_found` for what cannot be one
 */
export function sentId(sent: unknown): bigint {
  if (typeof sent !== "string" || !/^[1-9]\d{0,15}$/.test(sent)) throw new AppError("not_found");
  return BigInt(sent);
}
