"use server";

import { setAuditRetention } from "@/lib/core/audit/retention";
import type { ActionState } from "@/lib/http/operator-action";
import { operatorAction } from "../../session";

/** Sets for how many days the account's events are kept; an empty field: for ever. */
export async function retentionAction(form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      const days = String(form.get("days") ?? "");
      await setAuditRetention(operator, { days: form.get("ever") ? null : /^\d+$/.test(days) ? Number(days) : days });
      return {};
    },
    { recent: true },
  );
}
