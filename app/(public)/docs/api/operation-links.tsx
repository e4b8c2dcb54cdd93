import { MethodName } from "./method-name";

type Given = {
  resources: readonly {
    readonly name: string;
    readonly operations: readonly { readonly id: string; readonly method: string; readonly summary: string }[];
  }[];
};

/** The way to each operation, on a wide screen. `current` is the one that is being read. */
export function OperationLinks({ resources, current }: Given & { current: string | null }) {
  return (
    <nav aria-label="Operations" className="hidden overflow-y-auto pb-6 lg:grid lg:content-start lg:gap-5">
      {resources.map(({ name, operations }) => (
        <div key={name}>
          <p className="mb-1 px-2 text-sm font-semibold">{name}</p>
          <ul>
            {operations.map(({ id, method, summary }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  aria-current={id === current ? "location" : undefined}
                  className={`flex min-h-8 items-baseline rounded-lg px-2 py-1 text-sm hover:bg-card hover:text-ink ${id === current ? "bg-card text-ink" : "text-soft"}`}
                >
                  <MethodName method={method} />
                  <span className="min-w-0">{summary}</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The same on a narrow one, as a choice. */
export function OperationChoice({ resources }: Given) {
  return (
    <select
      aria-label="Go to an operation"
      value=""
      onChange={({ target }) => {
        location.hash = target.value;
      }}
      className="w-full rounded-lg border border-edge bg-card px-3 py-2 text-base text-ink sm:text-sm lg:hidden"
    >
      <option value="">Go to …</option>
      {resources.map(({ name, operations }) => (
        <optgroup key={name} label={name}>
          {operations.map(({ id, summary }) => (
            <option key={id} value={id}>
              {summary}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
