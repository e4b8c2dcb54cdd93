/** The product's sign. */
export function ProductMark({ name = false }: { name?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2.5 font-semibold">
      <span aria-hidden className="grid size-9 place-items-center rounded-lg bg-accent text-on-accent">
        <svg
          viewBox="0 0 24 24"
          className="size-5"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <circle cx="8" cy="14" r="4" />
          <path d="m11 11 8-8m-3 3 3 3" />
        </svg>
      </span>
      {name && "Signin Fast"}
    </span>
  );
}
