import { z } from "zod";
import type { OperatorContext } from "@/lib/db/resolve";
import { checkFields, fields } from "@/lib/kernel/fields";

const shape = z.object({ name: fields.operatorName });

/**
 * Changes how an operator is called.
 *
 * @throws AppError `invalid`
 */
export async function renameOperator({ db, operator }: OperatorContext, input: { name?: unknown }): Promise<void> {
  const { name } = checkFields(shape, input);
  await db.operator.updateMany({ where: { id: operator.id }, data: { name } });
}
