import { hasOperator } from "@/lib/db/system-db";
import { env } from "@/lib/kernel/env";

/** Whether other customers may join: when the installation has its owner, and the setting does not close it. */
export async function operatorSignUpIsOpen(): Promise<boolean> {
  return env().OPERATOR_SIGNUP === "open" && (await hasOperator());
}
