import { siteUsersCsv } from "@/lib/core/site-users/site-users-csv";
import { requireSite } from "@/lib/core/sites/require-site";
import { csvDownload } from "@/lib/http/csv-download";
import { restRoute } from "@/lib/http/rest-route";
import { siteUsersCsvAnswer, siteUsersCsvQuery } from "@/lib/rest/site-users-csv";

/** The users of a site as a table, filtered like the list. */
export const GET = restRoute({
  operation: "downloadSiteUsers",
  summary: "Download site users as CSV",
  description:
    "The users of a site, filtered like the list, newest first. What a spreadsheet would take for a formula has an apostrophe in front.",
  credential: "api_token",
  scope: "site_users:read",
  query: siteUsersCsvQuery,
  download: "text/csv",
  responses: { 200: siteUsersCsvAnswer },
  refusals: [400, 404],
  async handle({ account, query: { site_id, ...filter } }) {
    const site = await requireSite(account, site_id);
    return csvDownload(`${site.site.slug}-users.csv`, siteUsersCsv(site, filter));
  },
});
