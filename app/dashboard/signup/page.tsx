import type { Metadata } from "next";
import Link from "next/link";
import { operatorSignUpIsOpen } from "@/lib/core/operators/operator-sign-up";
import { buttonLook } from "@/lib/ui/button";
import { EntryCard } from "@/lib/ui/entry-card";
import { SignUpForm } from "./sign-up-form";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage() {
  if (!(await operatorSignUpIsOpen())) {
    return (
      <EntryCard title="New accounts are closed here" text="Whoever runs this installation can open them, or invite you to theirs.">
        <Link href="/dashboard/login" className={`${buttonLook()} w-full`}>
          Sign in instead
        </Link>
      </EntryCard>
    );
  }
  return (
    <EntryCard
      title="Create your account"
      text="Your first sign-in page is a minute away."
      footer={
        <>
          Have an account?{" "}
          <Link href="/dashboard/login" className="font-medium text-ink underline underline-offset-4">
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm />
    </EntryCard>
  );
}
