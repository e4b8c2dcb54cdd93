import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { operatorSignUpIsOpen } from "@/lib/core/operators/operator-sign-up";
import { EntryCard } from "@/lib/ui/entry-card";
import { currentOperator } from "../session";
import { LoginForm } from "./login-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage() {
  if (await currentOperator()) redirect("/dashboard");
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
      <LoginForm />
    </EntryCard>
  );
}
