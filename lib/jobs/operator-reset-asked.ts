import { goOnWithReset } from "@/lib/core/operators/request-operator-reset";
import { NO_CLIENT } from "@/lib/kernel/actor";
import type { OpenJobs } from "./enqueue";

/** Finds out whose address it is, and goes on in their account. */
export async function operatorResetAsked({ emailCanonical, client = NO_CLIENT }: OpenJobs["operator-reset-asked"]): Promise<void> {
  await goOnWithReset(emailCanonical, client);
}
