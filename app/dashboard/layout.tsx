import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Toasts } from "@/lib/ui/toast";

/** Rendered for each request: the content security policy carries a fresh nonce. */
export const dynamic = "force-dynamic";

export const metadata: Metadata = { robots: { index: false } };

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return <Toasts>{children}</Toasts>;
}
