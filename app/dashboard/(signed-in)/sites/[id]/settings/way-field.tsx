import { Choice, Field, Tick } from "@/lib/ui/field";
import type { WayOption } from "./way-option";

/** The field of one setting: a switch, a number or a choice. */
export function WayField({ option, ...field }: { option: WayOption; name: string; problem: string | undefined }) {
  const given = { ...field, label: option.label, hint: option.hint };
  if (option.kind === "flag") return <Tick {...given} defaultChecked={option.value} />;
  if (option.kind === "number")
    return <Field {...given} type="number" required defaultValue={option.value} className="max-w-xl [&_input]:max-w-xs" />;
  return (
    <Choice {...given} key={option.value} defaultValue={option.value} className="max-w-xl [&_select]:max-w-xs">
      {option.choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice.charAt(0).toUpperCase() + choice.slice(1)}
        </option>
      ))}
    </Choice>
  );
}
