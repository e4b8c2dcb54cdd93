import type { Metadata } from "next";
import { findOperatorLink } from "@/lib/core/operators/find-operator-link";
import { AskCard } from "./ask-card";
import { NewPasswordCard } from "./new-password-card";

export const metadata: Metadata = { title: "Reset your password" };

/** Asks for the mail, or, behind its link, for the new password. Opening the link spends nothing. */
export default async function ResetPasswordPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams;
  if (token === undefined) return <AskCard />;
  const link = await findOperatorLink("reset_password", token);
  return <NewPasswordCard reset={link && { token: String(token), email: link.email }} />;
}
