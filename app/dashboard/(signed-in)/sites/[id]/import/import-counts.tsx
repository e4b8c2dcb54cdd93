import type { ImportSeen } from "./import-seen";

const WORDS = {
  dry: { new: "new", update: "to update", skip: "here already", refuse: "refused" },
  real: { new: "added", update: "updated", skip: "here already", refuse: "refused" },
} as const;

/** What an import comes to: how many of each, and the rows that something is to be said about. */
export function ImportCounts({ siteId, seen }: { siteId: string; seen: ImportSeen }) {
  const words = WORDS[seen.dryRun ? "dry" : "real"];
  const hasNotes = seen.refused.length + seen.noted.length > 0;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {(["new", "update", "skip", "refuse"] as const).map((kind) => (
          <div
            key={kind}
            className={`rounded-lg px-4 py-3 ${kind === "refuse" && seen.counts.refuse > 0 ? "bg-bad-well text-bad" : "bg-well"}`}
          >
            <dd className="text-2xl font-semibold tabular-nums">{seen.counts[kind].toLocaleString("en")}</dd>
            <dt className="text-sm">{words[kind]}</dt>
          </div>
        ))}
      </dl>
      <Rows title={seen.dryRun ? "Will be refused" : "Refused"} rows={seen.refused} total={seen.counts.refuse} />
      <Rows title="With something left out or changed" rows={seen.noted} total={seen.noted.length} />
      {hasNotes && (
        <a
          href={`/dashboard/sites/${siteId}/imports/${seen.id}/report.csv`}
          download
          className="justify-self-start text-sm font-medium underline underline-offset-4"
        >
          Download the whole report
        </a>
      )}
    </div>
  );
}

function Rows({ title, rows, total }: { title: string; rows: ImportSeen["refused"]; total: number }) {
  if (rows.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      <ul className="divide-y divide-line rounded-lg border border-line text-sm">
        {rows.map(({ row, text }) => (
          <li key={row} className="flex gap-3 px-3 py-2">
            <span className="shrink-0 text-soft tabular-nums">Row {row}</span>
            <span className="min-w-0 break-words">{text}</span>
          </li>
        ))}
      </ul>
      {total > rows.length && <p className="text-sm text-soft">and {(total - rows.length).toLocaleString("en")} more, in the report.</p>}
    </section>
  );
}
