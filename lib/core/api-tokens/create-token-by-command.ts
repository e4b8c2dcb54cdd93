import type { OperatorContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { operatorOfAddress } from "../operators/operator-of-address";
import { createApiToken, type ShownToken } from "./create-api-token";
import { tokenEnd } from "./token-end";

/** What the words of a command say about a token. */
export type TokenWords = { email?: string; name?: string; scopes?: string; site?: string; expires?: string };

/**
 * Makes an API token in an operator's name, for whoever runs the installation. It ends with the operator, as one that they made.
 *
 * @param words `scopes` with commas between, `site` by its slug, `expires` as `tokenEnd` reads it; what is absent is not limited
 * @throws AppError `invalid`
 */
export async function createTokenByCommand({ email, name, scopes, site, expires }: TokenWords): Promise<ShownToken> {
  const operator = await operatorOfAddress(email);
  return createApiToken(operator, {
    name,
    scopes: scopes?.split(",").map((scope) => scope.trim()),
    siteId: site === undefined ? null : await siteIdOf(operator, site),
    expiresAt: expires === undefined ? null : tokenEnd(expires),
  });
}

async function siteIdOf({ db }: OperatorContext, slug: string): Promise<bigint> {
  const site = await db.site.findFirst({ where: { slug }, select: { id: true } });
  if (!site) throw invalid("site", "Site is no slug of this account's sites");
  return site.id;
}
