import type { ReactNode } from "react";

/** A block of a page with its own heading. `danger` is for what cannot be undone. */
export function Card({
  id,
  title,
  text,
  action,
  danger = false,
  children,
}: {
  /** What a link to this very block says behind `#`. */
  id?: string;
  title?: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
  danger?: boolean;
  children?: ReactNode;
}) {
  return (
    <section id={id} className={`min-w-0 rounded-xl border bg-card p-5 sm:p-6 ${danger ? "border-bad" : "border-line"}`}>
      {(title || action) && (
        <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
          <div className="grid gap-1">
            {title && <h2 className="text-base font-semibold">{title}</h2>}
            {text && <p className="max-w-prose text-sm text-soft">{text}</p>}
          </div>
          {action}
        </div>
      )}
      {children}
    </section>
  );
}

/** The top of a page: its one `h1`, what it is about, and the action that belongs to it. */
export function PageHeader({ title, text, action }: { title: ReactNode; text?: ReactNode; action?: ReactNode }) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-4">
      <div className="grid min-w-0 gap-1">
        <h1 className="text-2xl font-semibold tracking-tight break-words">{title}</h1>
        {text && <p className="max-w-prose text-soft">{text}</p>}
      </div>
      {action}
    </header>
  );
}

/** What stands where nothing is yet: what will appear, why, and the one thing to do. */
export function EmptyState({ title, text, action }: { title: string; text: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-xl border border-dashed border-edge bg-card px-6 py-14 text-center">
      <h2 className="text-base font-semibold">{title}</h2>
      <div className="max-w-prose text-sm text-soft">{text}</div>
      {action}
    </div>
  );
}

/** A word about the state of something. */
export function Badge({ tone = "plain", children }: { tone?: "plain" | "good" | "bad"; children: ReactNode }) {
  const looks = { plain: "bg-well text-soft", good: "bg-good-well text-good", bad: "bg-bad-well text-bad" };
  return <span className={`inline-flex items-center rounded-full px-2 py-0.5 text-xs font-medium ${looks[tone]}`}>{children}</span>;
}

/** A message about a whole form or page. */
export function Note({ tone, children }: { tone: "good" | "bad" | "plain"; children: ReactNode }) {
  const looks = { good: "bg-good-well text-good", bad: "bg-bad-well text-bad", plain: "border border-line bg-well text-ink" };
  return (
    <div role={tone === "bad" ? "alert" : "status"} className={`rounded-lg px-4 py-3 text-sm ${looks[tone]}`}>
      {children}
    </div>
  );
}
