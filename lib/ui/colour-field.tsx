"use client";

import { TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useId, useState } from "react";

/** `#f0a` and `F0A` as `#ff00aa`; null: it is no colour. */
function colourIn(text: string): string | null {
  const [, digits = ""] = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(text.trim()) ?? [];
  return digits === "" ? null : `#${(digits.length === 3 ? digits.replace(/./g, "$&$&") : digits).toLowerCase()}`;
}

/**
 * A colour, to be picked or typed, or none.
 *
 * @param usual what it is while nobody chose one
 * @param notes what to know about the one that is chosen
 */
export function ColourField({
  label,
  hint,
  usual,
  value,
  notes,
  onChosen,
}: {
  label: string;
  hint?: ReactNode;
  usual: string;
  value: string | null;
  notes: readonly string[];
  onChosen: (colour: string | null) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState(value ?? "");
  // Somebody else set it: the picker, or what was discarded.
  useEffect(() => setTyped((text) => (colourIn(text) === value ? text : (value ?? ""))), [value]);
  const wrong = typed.trim() !== "" && colourIn(typed) === null;
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="flex items-center gap-2">
        <input
          type="color"
          aria-label={`Pick: ${label}`}
          value={value ?? usual}
          onChange={({ target }) => onChosen(target.value)}
          className="h-10 w-12 shrink-0 cursor-pointer rounded-lg border border-edge bg-card p-1"
        />
        <input
          id={id}
          type="text"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={9}
          placeholder={usual}
          value={typed}
          aria-invalid={wrong || undefined}
          aria-describedby={`${id}-hint ${id}-notes`}
          onChange={({ target }) => {
            setTyped(target.value);
            const colour = colourIn(target.value);
            if (colour !== null || target.value.trim() === "") onChosen(colour);
          }}
          className="h-10 w-full min-w-0 rounded-lg border border-edge bg-card px-3 font-mono text-base placeholder:text-soft aria-invalid:border-bad sm:text-sm"
        />
        {value !== null && (
          <button
            type="button"
            onClick={() => onChosen(null)}
            className="min-h-9 shrink-0 rounded-lg px-2.5 text-sm text-soft hover:bg-well hover:text-ink"
          >
            Reset<span className="sr-only"> {label}</span>
          </button>
        )}
      </div>
      <div id={`${id}-notes`} aria-live="polite" className="grid gap-1.5 empty:hidden">
        {wrong && <p className="text-sm text-bad">Six hex digits, such as {usual}</p>}
        {notes.map((note) => (
          <p key={note} className="flex gap-2 rounded-lg bg-well px-3 py-2 text-sm">
            <TriangleAlert className="mt-0.5 size-4 shrink-0 text-soft" aria-hidden />
            {note}
          </p>
        ))}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}
