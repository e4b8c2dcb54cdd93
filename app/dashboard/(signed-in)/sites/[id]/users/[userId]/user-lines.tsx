import type { ReactNode } from "react";

/** What a user has several of, a line each. */
export function UserLines({ children }: { children: ReactNode }) {
  return <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line">{children}</ul>;
}

type Line = {
  readonly name: string;
  /** On hover. */
  readonly title?: string | undefined;
  /** What is known of it. */
  readonly facts: ReactNode;
  /** What takes it away. */
  readonly button: ReactNode;
};

/** One of them. */
export function UserLine({ name, title, facts, button }: Line) {
  return (
    <li className="flex items-center gap-4 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere" title={title}>
          {name}
        </p>
        <p className="text-sm wrap-anywhere text-soft">{facts}</p>
      </div>
      {button}
    </li>
  );
}
