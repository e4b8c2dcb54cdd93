"use client";

import { type KeyboardEvent, useId, useRef, useState } from "react";
import { CopyButton } from "./copy-button";

/** Code that a tab shows. `place` says where it goes. */
export type CodeTab = { readonly id: string; readonly label: string; readonly place: string; readonly code: string };

/** The same thing in several languages, one at a time. Arrow keys go from tab to tab. */
export function CodeTabs({ tabs, label }: { tabs: readonly CodeTab[]; label: string }) {
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const tab = tabs[chosen];

  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowRight: chosen + 1, ArrowLeft: chosen - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    setChosen(next);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };

  if (!tab) return null;
  return (
    <div>
      <div ref={list} role="tablist" aria-label={label} onKeyDown={onKeyDown} className="mb-3 flex flex-wrap gap-1">
        {tabs.map(({ id: name, label: text }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={index === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={index === chosen ? 0 : -1}
            onClick={() => setChosen(index)}
            className={`min-h-8 rounded-lg px-3 text-sm font-medium ${index === chosen ? "bg-accent text-on-accent" : "text-soft hover:bg-well hover:text-ink"}`}
          >
            {text}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab.id}`} className="rounded-lg border border-line bg-well">
        <div className="flex items-center justify-between gap-3 border-b border-line py-1.5 pr-1.5 pl-4">
          <p className="min-w-0 text-xs break-words text-soft">{tab.place}</p>
          <CopyButton quiet text={tab.code} what={`the code for ${tab.label}`} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by keyboard */}
        <pre tabIndex={0} className="overflow-x-auto p-4 font-mono text-xs leading-relaxed">
          <code>{tab.code}</code>
        </pre>
      </div>
    </div>
  );
}
