"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { DOCS_PAGES } from "./pages";

/** The pages of the documentation. */
export function Contents() {
  const path = usePathname();
  return (
    <nav aria-label="Documentation" className="flex flex-wrap content-start gap-1 lg:grid">
      {DOCS_PAGES.map(({ path: href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={path === href ? "page" : undefined}
          className={`inline-flex min-h-9 items-center rounded-lg px-3 text-sm font-medium ${path === href ? "bg-card text-ink" : "text-soft hover:bg-card hover:text-ink"}`}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
