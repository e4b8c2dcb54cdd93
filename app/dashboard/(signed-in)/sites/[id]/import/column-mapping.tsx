"use client";

import type { SeenColumn } from "@/lib/core/portability/imports/look-at-file";

/** Field -> column. */
export type Mapping = Readonly<Record<string, string>>;

/** What the columns are taken for as they stand. A field is taken once. */
export function foundMapping(columns: readonly SeenColumn[]): Mapping {
  const mapping: Record<string, string> = {};
  for (const { name, field } of columns) if (field !== null && !(field in mapping)) mapping[field] = name;
  return mapping;
}

const label = (field: string) => {
  const text = field.replaceAll("_", " ").replace(/\bid\b/, "ID");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** What each column becomes, beside the first rows of the file. */
export function ColumnMapping({
  columns,
  fieldNames,
  mapping,
  onChange,
}: {
  columns: readonly SeenColumn[];
  fieldNames: readonly string[];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}) {
  const choose = (column: string, field: string) => {
    const rest = Object.entries(mapping).filter(([known, name]) => known !== field && name !== column);
    onChange(Object.fromEntries(field === "" ? rest : [...rest, [field, column]]));
  };
  return (
    <ul className="grid gap-2" aria-label="Columns">
      {columns.map(({ name, values }) => (
        <li key={name} className="grid items-center gap-x-4 gap-y-2 rounded-lg border border-line px-3 py-2.5 sm:grid-cols-[1fr_12rem]">
          <div className="min-w-0">
            <p className="truncate font-mono text-sm font-medium">{name}</p>
            <p className="truncate text-sm text-soft">{values.filter(Boolean).join(" · ") || "empty in the first rows"}</p>
          </div>
          <select
            aria-label={`What ${name} is`}
            value={Object.keys(mapping).find((field) => mapping[field] === name) ?? ""}
            onChange={({ target }) => choose(name, target.value)}
            className="w-full rounded-lg border border-edge bg-card px-3 py-2 text-base text-ink sm:text-sm"
          >
            <option value="">Private metadata</option>
            {fieldNames.map((field) => (
              <option key={field} value={field}>
                {label(field)}
              </option>
            ))}
          </select>
        </li>
      ))}
    </ul>
  );
}
