import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";

/** A text to read: headings, paragraphs, lists and tables of its own width. */
export function Prose({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <article className="grid min-w-0 gap-5 leading-relaxed [&_a]:font-medium [&_a]:underline [&_a]:underline-offset-4 [&_ol]:grid [&_ol]:list-decimal [&_ol]:gap-2 [&_ol]:pl-5 [&_ul]:grid [&_ul]:list-disc [&_ul]:gap-2 [&_ul]:pl-5">
      <header className="grid gap-2">
        <h1 className="text-3xl font-semibold tracking-tight">{title}</h1>
        <p className="max-w-prose text-lg text-soft">{lead}</p>
      </header>
      {children}
    </article>
  );
}

/** A part of a text, with an address of its own. */
export function Section({ id, title, children }: { id: string; title: ReactNode; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="grid min-w-0 scroll-mt-6 gap-3 pt-4">
      <h2 id={`${id}-title`} className="text-xl font-semibold tracking-tight">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Something a machine reads, in a line of text. */
export function Code({ children }: { children: ReactNode }) {
  return <code className="rounded bg-well px-1.5 py-0.5 font-mono text-[0.875em] break-words">{children}</code>;
}

/** Something to copy. `what` says what it is: "Express server". */
export function CodeBlock({ what, text }: { what: string; text: string }) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-xl border border-line bg-card">
      <figcaption className="flex items-center justify-between gap-3 border-b border-line px-4 py-1.5 text-sm text-soft">
        {what}
        <CopyButton text={text} what={what} quiet />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <pre tabIndex={0} className="overflow-x-auto p-4 font-mono text-sm leading-6">
        <code>{text}</code>
      </pre>
    </figure>
  );
}

/** Facts in rows. Scrolls sideways by itself on a narrow screen. */
export function Facts({ head, rows }: { head: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <div tabIndex={0} className="overflow-x-auto rounded-xl border border-line bg-card">
      <table className="w-full text-left text-sm">
        <thead className="border-b border-line text-soft">
          <tr>
            {head.map((name) => (
              <th key={name} scope="col" className="px-4 py-2.5 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change
            <tr key={row}>
              {cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the cells never change
                <td key={column} className="px-4 py-2.5 align-top">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
