import { exportUrl } from "@/lib/core/portability/exports/export-url";
import { getExport } from "@/lib/core/portability/exports/get-export";
import { mayFetchExport } from "@/lib/core/portability/exports/may-fetch-export";
import { operatorRoute } from "@/lib/http/operator-route";
import { AppError } from "@/lib/kernel/errors";

/** Leads to the file of an export by a link that is made now: one in a page would be too old by the time it is clicked. */
export const GET = operatorRoute(
  [303],
  async (operator, { id }) => {
    if (!/^[1-9]\d{0,15}$/.test(String(id))) throw new AppError("not_found");
    const found = await getExport(operator, BigInt(String(id)));
    const location = mayFetchExport(operator, found) ? exportUrl(found) : null;
    if (location === null) throw new AppError("not_found");
    return new Response(null, { status: 303, headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" } });
  },
  { recent: true },
);
