import type { OperatorContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Lets pass an operator who has shown a short while ago that it is they: by signing in, or since.
 *
 * @throws AppError `proof_too_old`
 */
export function requireRecent({ operator }: Pick<OperatorContext, "operator">): void {
  if (!operator.recent) throw new AppError("proof_too_old");
}
