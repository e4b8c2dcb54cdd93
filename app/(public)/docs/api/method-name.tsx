const LOOKS: Readonly<Record<string, string>> = {
  GET: "text-soft",
  POST: "text-good",
  PATCH: "text-focus",
  PUT: "text-focus",
  DELETE: "text-bad",
};

/** A method of HTTP, told apart at a glance. */
export function MethodName({ method }: { method: string }) {
  return <span className={`w-14 shrink-0 font-mono text-xs font-semibold ${LOOKS[method] ?? "text-soft"}`}>{method}</span>;
}
