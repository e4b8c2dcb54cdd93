import Link from "next/link";
import type { siteFigures } from "@/lib/core/sites/site-figures";
import { totalText } from "@/lib/ui/total-text";

type SiteTotals = Awaited<ReturnType<typeof siteFigures>>["totals"];

/** How many users there are, and of what kind; each number leads to those it counts, where there is such a list. */
export function Totals({ siteId, totals }: { siteId: string; totals: SiteTotals }) {
  const users = `/dashboard/sites/${siteId}/users`;
  const boxes = [
    { name: "Users", total: totals.users, href: users },
    { name: "Verified", total: totals.verified, href: `${users}?verified=yes` },
    { name: "Blocked", total: totals.blocked, href: `${users}?blocked=yes` },
    { name: "Signed in, last 7 days", total: totals.active, href: null },
  ];
  return (
    <dl className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">
      {boxes.map(({ name, total, href }) => (
        <div key={name} className="rounded-xl border border-line bg-card p-4 sm:p-5">
          <dt className="text-sm text-soft">{name}</dt>
          <dd className="mt-1 text-2xl font-semibold tabular-nums">
            {href ? (
              <Link href={href} className="underline-offset-4 hover:underline">
                {totalText(total)}
              </Link>
            ) : (
              totalText(total)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
