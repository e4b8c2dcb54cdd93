"use server";

import { getImport } from "@/lib/core/portability/imports/get-import";
import { runDryImport } from "@/lib/core/portability/imports/run-dry-import";
import type { ActionState } from "@/lib/http/operator-action";
import { operatorAction } from "../../../../session";
import { sentId } from "../current-site";
import { type ImportSeen, importSeen } from "./import-seen";

/** Tells how far an import has come. */
export async function lookAtImport(importId: string): Promise<ActionState<{ seen: ImportSeen }>> {
  return operatorAction(async (operator) => ({ seen: importSeen(await getImport(operator, sentId(importId))) }));
}

/** Imports what was counted. */
export async function runImport(importId: string): Promise<ActionState<{ id: string }>> {
  return operatorAction(
    async (operator) => {
      const { id } = await runDryImport(operator, sentId(importId), operator.operator.email);
      return { id: String(id) };
    },
    { recent: true },
  );
}
