import { siteUsersCsv } from "@/lib/core/site-users/site-users-csv";
import { requireSite } from "@/lib/core/sites/require-site";
import { csvDownload } from "@/lib/http/csv-download";
import { operatorRoute } from "@/lib/http/operator-route";
import { AppError } from "@/lib/kernel/errors";

const answer = (text: string | null) => (text === "yes" ? true : text === "no" ? false : undefined);

/** The table of a site's users, filtered as its page is. */
export const GET = operatorRoute(
  [200],
  async (operator, { id }, request) => {
    if (!/^[1-9]\d{0,15}$/.test(String(id))) throw new AppError("not_found");
    const site = await requireSite(operator, BigInt(String(id)));
    const query = new URL(request.url).searchParams;
    const filter = { search: query.get("search"), verified: answer(query.get("verified")), blocked: answer(query.get("blocked")) };
    return csvDownload(`${site.site.slug}-users.csv`, siteUsersCsv(site, filter));
  },
  { recent: true },
);
