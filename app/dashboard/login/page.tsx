import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { operatorSignUpIsOpen } from "@/lib/core/operators/operator-sign-up";
import { Note } from "@/lib/ui/card";
import { EntryCard } from "@/lib/ui/entry-card";
import { currentDeletedAccount, currentOperator } from "../session";
import { LoginForm } from "./login-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ left?: string | string[] }> }) {
  if (await currentOperator()) redirect("/dashboard");
  if (await currentDeletedAccount()) redirect("/dashboard/deleted");
  const { left } = await searchParams;
  const open = await operatorSignUpIsOpen();
  return (
    <EntryCard
      title="Sign in to your dashboard"
      footer={
        open && (
          <>
            New here?{" "}
            <Link href="/dashboard/signup" className="font-medium text-ink underline underline-offset-4">
              Create an account
            </Link>
          </>
        )
      }
    >
      <div className="grid gap-4">
        {left !== undefined && <Note tone="good">You have left the account, and your sign-in is deleted.</Note>}
        <LoginForm />
      </div>
    </EntryCard>
  );
}
