import type { Metadata } from "next";
import { Card, PageHeader } from "@/lib/ui/card";
import { requireOperator } from "../../session";
import { NameForm } from "./name-form";
import { PasswordForm } from "./password-form";
import { SignOutEverywhere } from "./sign-out-everywhere";

export const metadata: Metadata = { title: "Your profile" };

export default async function ProfilePage() {
  const { operator } = await requireOperator();
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
        <Card title="Sign out everywhere" text="Ends your sessions in every browser, this one too. Do it when you left one open somewhere.">
          <SignOutEverywhere />
        </Card>
      </div>
    </div>
  );
}
