"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { Dialog } from "@/lib/ui/dialog";
import { findSites } from "./find-sites";

type Place = { readonly href: string; readonly name: string };

/** Goes anywhere by typing: Ctrl-K, or ⌘K. Pages first, then the account's sites by a part of their name. */
export function CommandMenu({ places }: { places: readonly Place[] }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-keyshortcuts="Control+K Meta+K"
        className="flex min-h-9 items-center gap-3 rounded-lg border border-line px-3 text-sm text-soft hover:bg-well hover:text-ink"
      >
        <Search className="size-4" aria-hidden />
        Go to …<kbd className="ml-auto font-sans text-xs">Ctrl K</kbd>
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Go to">
        <Finder places={places} onGone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

/** The combobox inside: a field, and what fits the words in it. */
function Finder({ places, onGone }: { places: readonly Place[]; onGone: () => void }) {
  const router = useRouter();
  const id = useId();
  const [words, setWords] = useState("");
  const [sites, setSites] = useState<readonly Place[]>([]);
  const [at, setAt] = useState(0);
  useEffect(() => {
    let late = false;
    findSites(words).then(
      (found) => !late && setSites(found),
      () => undefined,
    );
    return () => {
      late = true;
    };
  }, [words]);
  const fitting = [...places.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase())), ...sites];
  const go = (place: Place | undefined) => {
    if (!place) return;
    onGone();
    router.push(place.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + fitting.length) % Math.max(1, fitting.length));
    else if (event.key === "Enter") go(fitting[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="grid gap-2">
      <input
        role="combobox"
        aria-label="A page or a site"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={fitting[at] && `${id}-${at}`}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="w-full rounded-lg border border-edge bg-card px-3 py-2 text-base sm:text-sm"
      />
      <div role="listbox" id={`${id}-list`} aria-label="What fits" className="grid max-h-72 gap-0.5 overflow-y-auto">
        {fitting.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard, as a combobox does
          <div
            key={place.href}
            role="option"
            id={`${id}-${index}`}
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => go(place)}
            onMouseMove={() => setAt(index)}
            className="truncate rounded-lg px-3 py-2 text-sm aria-selected:bg-well"
          >
            {place.name}
          </div>
        ))}
        {fitting.length === 0 && <p className="px-3 py-2 text-sm text-soft">Nothing is called that.</p>}
      </div>
    </div>
  );
}
