"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

const PAGES = [
  { path: "", name: "Quick start" },
  { path: "/overview", name: "Overview" },
  { path: "/users", name: "Users" },
  { path: "/import", name: "Import" },
  { path: "/sessions", name: "Sessions" },
  { path: "/branding", name: "Branding" },
  { path: "/mails", name: "Mails" },
  { path: "/webhooks", name: "Webhooks" },
  { path: "/audit", name: "Audit log" },
  { path: "/settings", name: "Settings" },
] as const;

/** The pages of a site. */
export function SiteTabs({ id }: { id: string }) {
  const here = usePathname();
  const base = `/dashboard/sites/${id}`;
  return (
    <nav aria-label="Site" className="mb-8 flex flex-wrap gap-x-5 border-b border-line">
      {PAGES.map(({ path, name }) => {
        const isHere = path === "" ? here === base : here === base + path || here.startsWith(`${base}${path}/`);
        return (
          <Link
            key={path}
            href={base + path}
            aria-current={isHere ? "page" : undefined}
            className={`-mb-px inline-flex min-h-10 items-center border-b-2 text-sm font-medium ${isHere ? "border-ink text-ink" : "border-transparent text-soft hover:text-ink"}`}
          >
            {name}
          </Link>
        );
      })}
    </nav>
  );
}
