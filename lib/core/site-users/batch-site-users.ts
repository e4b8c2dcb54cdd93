import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import type { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { log } from "@/lib/kernel/log";
import { createSiteUser } from "./create-site-user";
import { deleteSiteUser } from "./delete-site-user";
import { requireSiteUser } from "./require-site-user";
import type { SiteUserInput } from "./site-user-fields";
import { updateSiteUser } from "./update-site-user";

/** One thing to do in a batch. */
export type BatchOperation =
  | { readonly action: "create"; readonly siteUser: SiteUserInput }
  | { readonly action: "update"; readonly id: bigint; readonly siteUser: SiteUserInput }
  | { readonly action: "delete"; readonly id: bigint };

/** What became of it: to whom it was done, or why it was not. A thousand users in full would be an answer of 32 MB. */
export type BatchResult =
  | { readonly done: "created" | "updated" | "deleted"; readonly id: bigint }
  | { readonly done: "refused"; readonly refusal: AppError };

/** The most operations in one batch. */
export const MAX_BATCH = 1_000;

/**
 * Creates, changes and deletes users of one site, one after the other. Each operation is done or refused by itself, in the
 * order given: one that is refused stops no other.
 *
 * One at a time: a thousand passwords hashed at once would make everybody who signs in wait.
 *
 * @throws AppError `unavailable` when nothing was done, and that for now only: the whole batch may be sent again, with its key
 */
export async function batchSiteUsers(
  account: AccountContext,
  site: SiteContext,
  operations: readonly BatchOperation[],
): Promise<BatchResult[]> {
  const results: BatchResult[] = [];
  for (const operation of operations) {
    results.push(await perform(account, site, operation).catch((error: unknown) => refused(toAppError(error))));
  }
  const refusals = results.flatMap((result) => (result.done === "refused" ? [result.refusal] : []));
  const forNow = refusals.length === results.length && refusals.find(({ code }) => code === "unavailable");
  if (forNow) throw forNow;
  return results;
}

/** What was our fault is told to the log here: the batch as a whole is a success. */
function refused(refusal: AppError): BatchResult {
  if (refusal.code === "internal") log.error({ detail: String(refusal.cause) }, "an operation of a batch failed");
  return { done: "refused", refusal };
}

async function perform(account: AccountContext, site: SiteContext, operation: BatchOperation): Promise<BatchResult> {
  if (operation.action === "create") return { done: "created", id: (await createSiteUser(site, operation.siteUser)).id };
  // A user of another site of the account is nobody here.
  await requireSiteUser(account, site.scope.siteId, operation.id);
  if (operation.action === "delete") await deleteSiteUser(account, operation.id);
  else await updateSiteUser(account, operation.id, operation.siteUser);
  return { done: operation.action === "delete" ? "deleted" : "updated", id: operation.id };
}
