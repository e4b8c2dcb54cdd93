/** A box to tick, beside what it says. */
export function CheckField({ name, label }: { name: string; label: string }) {
  return (
    <label className="check" htmlFor={name}>
      <input id={name} name={name} type="checkbox" />
      {label}
    </label>
  );
}
