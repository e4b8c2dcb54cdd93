import { type AskedCode, findEmailCode } from "@/lib/db/consume/email-code";
import type { SiteContext } from "@/lib/db/resolve";
import { hashToken } from "@/lib/kernel/secrets";

/** The request for a code that a device made, with its state. Null: none here. Looking spends nothing. */
export async function findRequest({ scope }: SiteContext, device: string): Promise<AskedCode | null> {
  const deviceHash = hashToken("dev_", device);
  return deviceHash && findEmailCode(scope, { deviceHash });
}
