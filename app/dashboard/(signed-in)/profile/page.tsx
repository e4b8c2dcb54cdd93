import type { Metadata } from "next";
import { operatorFactor } from "@/lib/core/operators/operator-factor";
import { Card, PageHeader } from "@/lib/ui/card";
import { requireOperator } from "../../session";
import { FactorCard } from "./factor-card";
import { NameForm } from "./name-form";
import { PasskeysCard } from "./passkeys-card";
import { PasswordForm } from "./password-form";
import { SignOutEverywhere } from "./sign-out-everywhere";

export const metadata: Metadata = { title: "Your profile" };

const iso = (date: Date | null) => date?.toISOString() ?? null;

export default async function ProfilePage() {
  const current = await requireOperator();
  const { operator } = current;
  const { app, codesLeft, passkeys } = await operatorFactor(current);
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
      </div>
    </div>
  );
}
