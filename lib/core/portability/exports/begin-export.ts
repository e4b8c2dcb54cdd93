import { z } from "zod";
import { insertExport } from "@/lib/db/hot/insert-export";
import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { happened } from "../../audit/happened";
import { requireSite } from "../../sites/require-site";
import type { Export } from "./export";
import { getExport } from "./get-export";
import { recipientField } from "./recipient";

const shape = z.object({
  includeSecrets: z.boolean("must be true or false").default(false),
  recipient: recipientField.nullable().default(null),
});

export type ExportInput = { readonly includeSecrets?: unknown; readonly recipient?: unknown };

/**
 * Has a site written into a file in the background.
 *
 * SECURITY: with secrets only for an API token with the scope `export`, or for an operator who has just shown their password:
 * whoever calls this has looked.
 *
 * @param createdBy the operator's address; null for a program
 * @throws AppError `not_found`; `invalid`; `conflict` while another export of the account is under way
 */
export async function beginExport(account: AccountContext, siteId: bigint, input: ExportInput, createdBy: string | null): Promise<Export> {
  const { includeSecrets, recipient } = checkFields(shape, input);
  const site = await requireSite(account, siteId);
  const id = newId();
  const data = { export_id: String(id), include_secrets: includeSecrets, encrypted: recipient !== null };
  const event = happened({ type: "export.begun", data });
  if (!(await insertExport(site.scope, { id, includeSecrets, recipient, createdBy }, event))) {
    throw new AppError("conflict", {
      issues: [{ path: "", message: "Another export of this account is under way; wait until it is done" }],
    });
  }
  return getExport(account, id);
}
