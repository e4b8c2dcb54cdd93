"use client";

import Link from "next/link";
import { Button, buttonLook } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useOperatorForm } from "../../../../use-operator-form";
import { runImport } from "./actions";
import { ImportCounts } from "./import-counts";
import { useSeenImport } from "./use-seen-import";

type Props = { siteId: string; id: string; fileName: string; onRun: (id: string) => void; onRestart: () => void };

/** An import from its first row on: how far it is, what it came to, and, after counting, the button that does it. */
export function ImportResult({ siteId, id, fileName, onRun, onRestart }: Props) {
  const seen = useSeenImport(id);
  const { pending, onSubmit, message } = useOperatorForm(
    () => runImport(id),
    (begun) => onRun(begun.id),
  );
  const isOver = seen?.status === "done" || seen?.status === "failed";
  if (!seen || !isOver) {
    return (
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2" role="status">
        <p className="font-medium">{seen && !seen.dryRun ? "Importing …" : "Counting …"}</p>
        <progress aria-label="Rows done" value={seen?.share} max={1} className="h-2 w-full accent-(--accent)" />
        <p className="text-sm text-soft">
          {(seen?.rowsDone ?? 0).toLocaleString("en")} rows. You can leave this page: it goes on by itself.
        </p>
      </div>
    );
  }
  const users = seen.counts.new + seen.counts.update;
  const people = `${users.toLocaleString("en")} ${users === 1 ? "user" : "users"}`;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
      {message && <Note tone="bad">{message}</Note>}
      {seen.status === "failed" && <Note tone="bad">It ended before its end: {seen.problem}.</Note>}
      <h2 className="text-base font-semibold break-words">
        {seen.dryRun ? `What ${fileName} would bring` : seen.status === "done" ? `${people} imported` : fileName}
      </h2>
      <ImportCounts siteId={siteId} seen={seen} />
      {seen.dryRun && seen.status === "done" && users === 0 && (
        <Note tone="plain">There is nothing to import: everybody is here already, or refused.</Note>
      )}
      <SubmitRow>
        <Button onClick={onRestart}>{seen.dryRun ? "Choose another file" : "Import another file"}</Button>
        {seen.canRun && users > 0 && (
          <form method="post" onSubmit={onSubmit} className="contents">
            <Button type="submit" look="primary" disabled={pending}>
              Import {people}
            </Button>
          </form>
        )}
        {!seen.dryRun && (
          <Link href={`/dashboard/sites/${siteId}/users`} className={buttonLook("primary")}>
            See the users
          </Link>
        )}
      </SubmitRow>
    </div>
  );
}
