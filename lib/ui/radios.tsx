import { type ReactNode, useId } from "react";

/** A choice of a few, all in sight. `children` belong to what is chosen. */
export function Radios<Value extends string>({
  legend,
  name,
  choices,
  value,
  onChosen,
  children,
}: {
  legend: string;
  name: string;
  /** By value. */
  choices: Readonly<Record<Value, string>>;
  value: Value;
  onChosen: (value: Value) => void;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      {(Object.entries(choices) as [Value, string][]).map(([choice, text]) => (
        <div key={choice} className="flex items-center gap-3">
          <input
            type="radio"
            id={`${id}-${choice}`}
            name={name}
            value={choice}
            checked={choice === value}
            onChange={() => onChosen(choice)}
            className="size-5 accent-(--accent)"
          />
          <label htmlFor={`${id}-${choice}`} className="text-sm">
            {text}
          </label>
        </div>
      ))}
      {children && <div className="min-w-0 pl-8">{children}</div>}
    </fieldset>
  );
}
