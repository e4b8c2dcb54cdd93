import Link from "next/link";

/**
 * A filter with few choices, each a link: it stands in the address, survives a reload and can be shared.
 *
 * @param query the filters that are set, by name; what belongs to this one is replaced
 */
export function FilterLinks({
  label,
  name,
  choices,
  query,
  path,
}: {
  label: string;
  name: string;
  /** By value; "" is no filter. */
  choices: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  path: string;
}) {
  const href = (value: string) => {
    const given = Object.entries({ ...query, [name]: value }).filter(([, text]) => text);
    return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
  };
  return (
    <nav aria-label={label} className="inline-flex max-w-full flex-wrap gap-0.5 rounded-lg border border-line bg-card p-0.5">
      {Object.entries(choices).map(([value, text]) => {
        const here = (query[name] ?? "") === value;
        return (
          <Link
            key={value}
            href={href(value)}
            aria-current={here ? "true" : undefined}
            className={`flex min-h-8 items-center rounded-md px-2.5 text-sm ${here ? "bg-accent font-medium text-on-accent" : "text-soft hover:bg-well hover:text-ink"}`}
          >
            {text}
          </Link>
        );
      })}
    </nav>
  );
}
