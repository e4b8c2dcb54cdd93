import { Search } from "lucide-react";

/** A search whose words stand in the address: a plain form, so it works at once and can be shared. `keep` are other filters. */
export function SearchBox({ label, value, keep = {} }: { label: string; value: string; keep?: Record<string, string> }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to every browser that is in use
    <form role="search" className="relative mb-4 max-w-md">
      {Object.entries(keep).map(([name, kept]) => kept && <input key={name} type="hidden" name={name} value={kept} />)}
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-soft" />
      <input
        type="search"
        name="search"
        aria-label={label}
        placeholder={label}
        defaultValue={value}
        className="w-full rounded-lg border border-edge bg-card py-2 pr-3 pl-9 text-base placeholder:text-soft sm:text-sm"
      />
    </form>
  );
}
