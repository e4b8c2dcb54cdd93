import type { ReactNode } from "react";
import { Contents } from "./contents";

export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto grid max-w-6xl gap-8 px-4 py-8 sm:px-8 lg:grid-cols-[13rem_minmax(0,1fr)] lg:py-12 lg:has-[aside]:grid-rows-[auto_1fr]">
      <Contents />
      {/* What a page sets aside goes below the contents, beside the page. */}
      <main className="min-w-0 max-w-3xl lg:has-[>aside]:contents">{children}</main>
    </div>
  );
}
