import { rotateFasteditorKey } from "@/lib/core/sites/rotate-fasteditor-key";
import type { Tenant } from "./make-tenant";

/** A new key of the tenant's site for FastEditor. */
export const fasteditorKey = ({ account, site }: Tenant) => rotateFasteditorKey(account, { id: site.id });
