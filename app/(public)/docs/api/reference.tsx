"use client";

import { Search } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { EmptyState } from "@/lib/ui/card";
import { OperationChoice, OperationLinks } from "./operation-links";
import { TokenProvider } from "./token";
import { useCurrent } from "./use-current";

/** The operations of one resource, each already drawn. */
export type ListedResource = {
  readonly name: string;
  readonly text: string;
  readonly operations: readonly {
    readonly id: string;
    readonly method: string;
    readonly summary: string;
    /** What the search looks in. */
    readonly words: string;
    readonly section: ReactNode;
  }[];
};

/** The reference: a search that leaves what has all its words, the list of operations, and the operations. */
export function Reference({ resources, children }: { resources: readonly ListedResource[]; children: ReactNode }) {
  const [search, setSearch] = useState("");
  const results = useRef<HTMLDivElement>(null);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = resources
    .map((resource) => ({ ...resource, operations: resource.operations.filter((one) => words.every((word) => one.words.includes(word))) }))
    .filter(({ operations }) => operations.length > 0);
  const count = found.reduce((sum, { operations }) => sum + operations.length, 0);
  const current = useCurrent(resources.flatMap(({ operations }) => operations.map(({ id }) => id)));
  const shown = new Set(found.flatMap(({ operations }) => operations.map(({ id }) => id)));

  return (
    <TokenProvider>
      <aside className="mb-8 min-w-0 lg:row-start-2 lg:mb-0">
        <div className="grid gap-4 lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:grid-rows-[auto_auto_minmax(0,1fr)]">
          <div className="relative">
            <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-soft" />
            <input
              type="search"
              aria-label="Search the operations"
              placeholder="Search"
              value={search}
              onChange={({ target }) => {
                setSearch(target.value);
                if ((results.current?.getBoundingClientRect().top ?? 0) < 0) results.current?.scrollIntoView();
              }}
              className="w-full rounded-lg border border-edge bg-card py-2 pr-3 pl-9 text-base placeholder:text-soft sm:text-sm"
            />
          </div>
          <p role="status" className="text-sm text-soft empty:hidden">
            {words.length > 0 && (count === 1 ? "1 operation" : `${count} operations`)}
          </p>
          <OperationChoice resources={found} />
          <OperationLinks resources={found} current={current} />
        </div>
      </aside>
      <div ref={results} className="grid min-w-0 scroll-mt-6 content-start gap-12 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <div hidden={words.length > 0}>{children}</div>
        {resources.map(({ name, text, operations }) => (
          <section key={name} hidden={!operations.some(({ id }) => shown.has(id))} aria-label={name} className="grid min-w-0 gap-8">
            <header className="grid gap-1">
              <h2 className="text-2xl font-semibold tracking-tight">{name}</h2>
              <p className="max-w-prose text-soft">{text}</p>
            </header>
            {operations.map(({ id, section }) => (
              <div key={id} hidden={!shown.has(id)}>
                {section}
              </div>
            ))}
          </section>
        ))}
        {count === 0 && <EmptyState title="No operation has all these words" text="Try one word, such as a path or the name of a field." />}
      </div>
    </TokenProvider>
  );
}
