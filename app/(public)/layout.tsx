import Link from "next/link";
import type { ReactNode } from "react";
import { ProductMark } from "@/lib/ui/product-mark";

/** Rendered for each request: the content security policy carries a fresh nonce. */
export const dynamic = "force-dynamic";

export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="border-b border-line bg-card">
        <nav aria-label="Main" className="mx-auto flex max-w-6xl items-center justify-between gap-4 px-4 py-3 sm:px-8">
          <Link href="/" className="rounded-lg">
            <ProductMark name />
          </Link>
          <span className="flex gap-1 text-sm font-medium">
            <Link href="/docs" className="inline-flex min-h-9 items-center rounded-lg px-3 text-soft hover:bg-well hover:text-ink">
              Docs
            </Link>
            <Link
              href="/dashboard"
              prefetch={false}
              className="inline-flex min-h-9 items-center rounded-lg px-3 text-soft hover:bg-well hover:text-ink"
            >
              Dashboard
            </Link>
          </span>
        </nav>
      </header>
      {children}
    </>
  );
}
