"use client";

import { type KeyboardEvent, useEffect, useId, useState } from "react";

/** Something that is found by its name. `note` tells it from another of the same name. */
export type Found = { readonly key: string; readonly name: string; readonly note?: string };

const NOTHING: readonly never[] = [];

/**
 * Finds one thing by typing: a field, and below it what fits the words. Arrows move, Enter and a click choose.
 *
 * @param known what is looked through here, before what `find` brings from elsewhere; `find` stays the same function
 */
export function Finder({
  label,
  known = NOTHING,
  find,
  onChosen,
}: {
  label: string;
  known?: readonly Found[];
  find: (words: string) => Promise<readonly Found[]>;
  onChosen: (chosen: Found) => void;
}) {
  const id = useId();
  const [words, setWords] = useState("");
  const [found, setFound] = useState<readonly Found[]>(NOTHING);
  const [at, setAt] = useState(0);
  useEffect(() => {
    let late = false;
    find(words).then(
      (fitting) => !late && setFound(fitting),
      () => undefined,
    );
    return () => {
      late = true;
    };
  }, [words, find]);
  const fitting = [...known.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase())), ...found];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + fitting.length) % Math.max(1, fitting.length));
    else if (event.key === "Enter") fitting[at] && onChosen(fitting[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="grid gap-2">
      <input
        role="combobox"
        aria-label={label}
        placeholder={label}
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
        className="w-full rounded-lg border border-edge bg-card px-3 py-2 text-base placeholder:text-soft sm:text-sm"
      />
      <div role="listbox" id={`${id}-list`} aria-label="What fits" className="grid max-h-72 gap-0.5 overflow-y-auto">
        {fitting.map((one, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard, as a combobox does
          <div
            key={one.key}
            role="option"
            id={`${id}-${index}`}
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => onChosen(one)}
            onMouseMove={() => setAt(index)}
            className="truncate rounded-lg px-3 py-2 text-sm aria-selected:bg-well"
          >
            {one.name} {one.note && <span className="text-soft">{one.note}</span>}
          </div>
        ))}
        {fitting.length === 0 && <p className="px-3 py-2 text-sm text-soft">Nothing is called that.</p>}
      </div>
    </div>
  );
}
