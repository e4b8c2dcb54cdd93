"use server";

import { deleteCallbackToken } from "@/lib/core/callback-tokens/delete-callback-token";
import { requireSite } from "@/lib/core/sites/require-site";
import type { ActionState } from "@/lib/http/operator-action";
import { operatorAction } from "../../../../session";
import { sentId } from "../current-site";

/** Ends one session of a site: its token and the record of it are gone. */
export async function endSession(siteId: string, sessionId: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await deleteCallbackToken(await requireSite(operator, sentId(siteId)), { id: sentId(sessionId) });
    return {};
  });
}
