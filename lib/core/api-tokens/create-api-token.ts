import { z } from "zod";
import { type OperatorContext, siteOfAccount } from "@/lib/db/resolve";
import { API_SCOPES, type ApiScope, EVERY_SCOPE } from "@/lib/kernel/api-scopes";
import { invalid } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { withEvent } from "../audit/with-event";
import { holdOperator } from "../operators/hold-operator";
import { liveToken } from "./live-token";

const scope = z.enum(Object.keys(API_SCOPES) as ApiScope[]);

const shape = z.object({
  name: fields.siteName,
  scopes: z
    .union([z.tuple([z.literal(EVERY_SCOPE)]), z.array(scope).transform((names) => [...new Set(names)])], "must be names of scopes")
    .refine((names) => names.length > 0, "can't be empty: choose what the token may do")
    .default([EVERY_SCOPE]),
  siteId: z.bigint("must be one of this account's sites").nullable().default(null),
  expiresAt: z
    .date("must be a date")
    .refine((date) => date > new Date(), "must be in the future")
    .nullable()
    .default(null),
});

/** Live tokens of one account. */
const MOST = 100;

/** An API token, the one time that it is seen. */
export type ShownToken = { readonly name: string; readonly token: string };

/**
 * Makes an API token. What is not given is not limited: every scope, all sites, no end.
 *
 * @param input `scopes` are names of API_SCOPES, or `*` alone; `siteId` is the one site that the token reaches
 * @returns the token itself, shown this once: only its hash is kept
 * @throws AppError `invalid`, also for somebody else's site; `wrong_credentials` when the operator's session has ended meanwhile
 */
export async function createApiToken(
  account: OperatorContext,
  input: { readonly [Field in keyof typeof shape.shape]?: unknown },
): Promise<ShownToken> {
  const { db, operator } = account;
  const given = checkFields(shape, input);
  if (given.siteId !== null && !(await siteOfAccount(account, given.siteId)))
    throw invalid("siteId", "Site ID must be one of this account's sites");
  if ((await db.apiToken.count({ where: liveToken() })) >= MOST)
    throw invalid("name", `Name is not taken: an account has at most ${MOST} tokens. Revoke one that is not used.`);
  const token = newToken("gma_");
  const id = newId();
  const { scopes, siteId } = given;
  const data = { api_token_id: String(id), scopes, site_id: siteId === null ? null : String(siteId) };
  await withEvent(db, { type: "api_token.created", data }, async (tx) => {
    await holdOperator(tx, operator);
    await tx.apiToken.create({
      data: { ...given, id, tokenHash: sha256(token), last4: token.slice(-4), createdBy: operator.email },
    });
  });
  return { name: given.name, token };
}
