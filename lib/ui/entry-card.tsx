import type { ReactNode } from "react";
import { ProductMark } from "./product-mark";

/** The one card of a page that somebody sees before they are signed in. */
export function EntryCard({ title, text, children, footer }: { title: string; text?: ReactNode; children: ReactNode; footer?: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-page px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="rounded-2xl border border-line bg-card p-6 shadow-sm sm:p-8">
          <ProductMark />
          <h1 className="mt-5 text-xl font-semibold tracking-tight">{title}</h1>
          {text && <div className="mt-1 text-sm text-soft">{text}</div>}
          <div className="mt-6">{children}</div>
        </div>
        {footer && <div className="mt-5 text-center text-sm text-soft">{footer}</div>}
      </div>
    </main>
  );
}
