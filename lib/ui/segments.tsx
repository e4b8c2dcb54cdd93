import { type ReactNode, useId } from "react";

/** A choice of a few short words, side by side. `hidden` keeps its name for screen readers. */
export function Segments<Value extends string>({
  legend,
  choices,
  value,
  onChosen,
  hint,
  hidden = false,
}: {
  legend: string;
  /** By value. */
  choices: Readonly<Record<Value, string>>;
  value: Value;
  onChosen: (value: Value) => void;
  hint?: ReactNode;
  hidden?: boolean;
}) {
  const id = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={hint ? `${id}-hint` : undefined}>
      <legend className={hidden ? "sr-only" : "mb-1.5 text-sm font-medium"}>{legend}</legend>
      <div className="inline-flex max-w-full flex-wrap gap-0.5 rounded-lg border border-line bg-card p-0.5">
        {(Object.entries(choices) as [Value, string][]).map(([choice, text]) => (
          <label
            key={choice}
            className="relative flex min-h-8 cursor-pointer items-center rounded-md px-2.5 text-sm text-soft hover:bg-well hover:text-ink has-checked:bg-accent has-checked:font-medium has-checked:text-on-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={id}
              value={choice}
              checked={choice === value}
              onChange={() => onChosen(choice)}
              className="absolute inset-0 cursor-pointer appearance-none opacity-0"
            />
            {text}
          </label>
        ))}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-soft">
          {hint}
        </p>
      )}
    </fieldset>
  );
}
