import type { Metadata } from "next";
import Link from "next/link";
import { countOperators } from "@/lib/core/operators/list-operators";
import { operatorFactor } from "@/lib/core/operators/operator-factor";
import { Card, PageHeader } from "@/lib/ui/card";
import { requireOperator } from "../../session";
import { FactorCard } from "./factor-card";
import { LeaveAccount } from "./leave-account";
import { NameForm } from "./name-form";
import { PasskeysCard } from "./passkeys-card";
import { PasswordForm } from "./password-form";
import { SignOutEverywhere } from "./sign-out-everywhere";

export const metadata: Metadata = { title: "Your profile" };

const iso = (date: Date | null) => date?.toISOString() ?? null;

export default async function ProfilePage() {
  const current = await requireOperator();
  const { operator } = current;
  const [{ app, codesLeft, passkeys }, operators] = await Promise.all([operatorFactor(current), countOperators(current)]);
  const shownApp = app && { createdAt: app.createdAt.toISOString(), lastUsedAt: iso(app.lastUsedAt) };
  const shownPasskeys = passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
    id: String(id),
    name,
    createdAt: createdAt.toISOString(),
    lastUsedAt: iso(lastUsedAt),
  }));
  return (
    <div className="max-w-2xl">
      <PageHeader title="Your profile" text={<span className="break-all">You sign in as {operator.email}</span>} />
      <div className="grid gap-6">
        <Card title="Name" text="Others in your account see it.">
          <NameForm name={operator.name} />
        </Card>
        <Card title="Password" text="A new password signs you out in every other browser.">
          <PasswordForm email={operator.email} />
        </Card>
        <FactorCard app={shownApp} codesLeft={codesLeft} needed={operator.factorNeeded} />
        <PasskeysCard passkeys={shownPasskeys} />
        <Card title="Sign out everywhere" text="Ends your sessions in every browser, this one too. Do it when you left one open somewhere.">
          <SignOutEverywhere />
        </Card>
        <Card
          danger
          title="Leave the account"
          text="You sign in here no more: your password, second factor and passkeys are deleted. The account goes on without you."
        >
          {operators > 1 ? (
            <LeaveAccount email={operator.email} />
          ) : (
            <p className="text-sm text-soft">
              You are its only operator.{" "}
              <Link href="/dashboard/operators" className="font-medium text-ink underline underline-offset-4">
                Invite somebody
              </Link>{" "}
              who stays, or{" "}
              <Link href="/dashboard/account" className="font-medium text-ink underline underline-offset-4">
                delete the account
              </Link>
              .
            </p>
          )}
        </Card>
      </div>
    </div>
  );
}
