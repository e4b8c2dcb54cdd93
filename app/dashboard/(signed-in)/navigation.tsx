"use client";

import { Building2, KeyRound, LayoutGrid, LogOut, Mail, Menu, ScrollText, User, Users } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { ProductMark } from "@/lib/ui/product-mark";
import { signOut } from "./actions";
import { CommandMenu } from "./command-menu";

/** A full load afterwards: what pages remember of the operator is gone. */
async function leave(): Promise<void> {
  await signOut().catch(() => undefined);
  window.location.assign("/dashboard/login");
}

const PLACES = [
  { href: "/dashboard", name: "Sites", icon: LayoutGrid, below: "/dashboard/sites" },
  { href: "/dashboard/mailbox", name: "Mailbox", icon: Mail, below: "/dashboard/mailbox" },
  { href: "/dashboard/api-tokens", name: "API tokens", icon: KeyRound, below: "/dashboard/api-tokens" },
  { href: "/dashboard/operators", name: "Operators", icon: Users, below: "/dashboard/operators" },
  { href: "/dashboard/audit", name: "Audit log", icon: ScrollText, below: "/dashboard/audit" },
  { href: "/dashboard/account", name: "Account", icon: Building2, below: "/dashboard/account" },
  { href: "/dashboard/profile", name: "Your profile", icon: User, below: "/dashboard/profile" },
] as const;

/** Where one can go. On a phone it folds into one row. */
export function Navigation({ operator, mailbox }: { operator: { name: string; email: string }; mailbox: boolean }) {
  const path = usePathname();
  const menu = useRef<HTMLDetailsElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when the page changes
  useEffect(() => menu.current?.removeAttribute("open"), [path]);
  const places = PLACES.filter(({ href }) => mailbox || href !== "/dashboard/mailbox");
  const links = (
    <>
      <nav aria-label="Dashboard" className="grid gap-1">
        {places.map(({ href, name, icon: Icon, below }) => {
          const here = path === href || path.startsWith(`${below}/`);
          return (
            <Link
              key={href}
              href={href}
              aria-current={here ? "page" : undefined}
              className={`flex min-h-9 items-center gap-3 rounded-lg px-3 text-sm font-medium ${here ? "bg-well text-ink" : "text-soft hover:bg-well hover:text-ink"}`}
            >
              <Icon className="size-4" aria-hidden />
              {name}
            </Link>
          );
        })}
      </nav>
      <div className="mt-auto grid gap-1 border-t border-line pt-3">
        <p className="truncate px-3 text-sm font-medium" title={operator.email}>
          {operator.name}
        </p>
        <button
          type="button"
          onClick={leave}
          title="Ends your sessions in every browser"
          className="flex min-h-9 w-full items-center gap-3 rounded-lg px-3 text-sm font-medium text-soft hover:bg-well hover:text-ink"
        >
          <LogOut className="size-4" aria-hidden />
          Sign out
        </button>
      </div>
    </>
  );
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-lg focus:bg-card focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col gap-6 border-r border-line bg-card p-4 lg:flex">
        <Link href="/dashboard" className="rounded-lg p-1">
          <ProductMark name />
        </Link>
        <CommandMenu places={[...places, { href: "/dashboard/sites/new", name: "New site" }]} />
        {links}
      </aside>
      <details ref={menu} className="border-b border-line bg-card lg:hidden">
        <summary className="flex items-center justify-between px-4 py-3">
          <ProductMark name />
          <span className="inline-flex items-center gap-2 text-sm font-medium">
            <Menu className="size-5" aria-hidden /> Menu
          </span>
        </summary>
        <div className="grid gap-4 px-4 pb-4">{links}</div>
      </details>
    </>
  );
}
