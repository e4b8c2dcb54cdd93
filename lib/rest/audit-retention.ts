import { z } from "zod";
import { retentionDays } from "@/lib/core/audit/retention";
import { judged } from "./shapes";

/** For how long the audit log is kept, on the wire. */
export const auditRetentionShape = z
  .strictObject({
    days: z
      .int()
      .nullable()
      .meta({ description: "For how many days; null: for ever.", examples: [365] }),
  })
  .meta({ id: "AuditRetention" });

export const auditRetentionAnswer = z.strictObject({ audit_retention: auditRetentionShape });

export const auditRetentionBody = z.strictObject({
  audit_retention: z
    .strictObject({ days: judged(retentionDays, { description: "For how many days; null: for ever." }) })
    .partial()
    .meta({ required: ["days"] }),
});

export const auditRetentionJson = (days: number | null): z.output<typeof auditRetentionAnswer> => ({ audit_retention: { days } });
