import type { OperatorSession } from "@/lib/db/hot/operator-of-session";
import { newOperatorStep } from "./step";

export type { OperatorSession };

/** What a first factor leads to: a session, or the step that asks for the second one, by its token. */
export type Arrival = { readonly kind: "signed_in"; readonly session: OperatorSession } | { readonly kind: "step"; readonly step: string };

/** Who has shown their first factor, and whether there is a second one to show. */
type Shown = { readonly operatorId: bigint; readonly version: number; readonly nowS: number; readonly needsFactor: boolean };

/** Where a first factor leads. SECURITY: to say it wrong lets nobody in: each look at a session asks the database again. */
export function arrivalOf({ operatorId, version, nowS, needsFactor }: Shown): Arrival {
  if (needsFactor) return { kind: "step", step: newOperatorStep(operatorId, version) };
  return { kind: "signed_in", session: { operatorId, version, factor: false, provedS: nowS } };
}
