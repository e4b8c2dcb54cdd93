import type { Metadata } from "next";
import Link from "next/link";
import { accountFigures } from "@/lib/core/accounts/account-figures";
import { RESTORE_DAYS } from "@/lib/core/sites/delete-site";
import { searchSites } from "@/lib/core/sites/search-sites";
import { Card, PageHeader } from "@/lib/ui/card";
import { totalText } from "@/lib/ui/total-text";
import { requireOperator } from "../../session";
import { DeleteAccount } from "./delete-account";

export const metadata: Metadata = { title: "Account" };

const counted = (count: number, one: string, more: string) => `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

/** What is in the account, how it is taken along, and how one leaves. */
export default async function AccountPage() {
  const operator = await requireOperator();
  const [figures, { rows: sites, next }] = await Promise.all([accountFigures(operator), searchSites(operator, { search: "", after: "" })]);
  const { name, users } = figures;
  const held = [
    counted(figures.sites, "site", "sites"),
    users.exact ? counted(users.count, "user", "users") : `${totalText(users)} users`,
    counted(figures.operators, "operator", "operators"),
    counted(figures.apiTokens, "API token", "API tokens"),
  ];
  const link = "font-medium underline underline-offset-4";
  return (
    <div className="max-w-2xl">
      <PageHeader title="Account" text={<span className="break-words">{name}</span>} />
      <div className="grid gap-6">
        <Card
          title="Take everything along"
          text="It is yours: each site in one file that any tool can read, and what happened in the account."
        >
          <ul className="grid gap-2 text-sm">
            {sites.map((site) => (
              <li key={String(site.id)} className="break-words">
                <Link href={`/dashboard/sites/${site.id}/settings#export`} className={link}>
                  Export {site.name}
                </Link>
              </li>
            ))}
            {next && (
              <li>
                <Link href="/dashboard" className={link}>
                  All {figures.sites.toLocaleString("en")} sites
                </Link>
              </li>
            )}
            <li>
              <Link href="/dashboard/audit" className={link}>
                Download the audit log
              </Link>
            </li>
          </ul>
        </Card>
        <Card
          danger
          title="Delete the account"
          text={`With it go ${held.slice(0, -1).join(", ")} and ${held.at(-1)}, and with the sites their sessions, mails and settings. At once nothing of it answers, and everybody is signed out. For ${RESTORE_DAYS} days each of its operators can sign in and bring it back; then all of it is gone for good.`}
        >
          <DeleteAccount name={name} />
        </Card>
      </div>
    </div>
  );
}
