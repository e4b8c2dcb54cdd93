"use client";

import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { buttonLook } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";
import { lookAtExport } from "./actions";
import type { ExportSeen } from "./export-seen";

const EVERY_MS = 1_000;

/** How far an export has come, and its file. It looks every second until the end, which it tells. */
export function ExportProgress({ begun, onEnd }: { begun: ExportSeen; onEnd: (ended: ExportSeen) => void }) {
  const [seen, setSeen] = useState(begun);
  const isBusy = seen.status === "pending" || seen.status === "running";

  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(async () => {
      const answer = await lookAtExport(seen.id).catch(() => null);
      if (answer?.kind !== "done") return;
      setSeen(answer.seen);
      if (answer.seen.status === "done" || answer.seen.status === "failed") onEnd(answer.seen);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [isBusy, seen.id, onEnd]);

  if (seen.status === "failed") return <Note tone="bad">The last export failed: {seen.problem}.</Note>;
  if (isBusy) {
    return (
      <div className="grid gap-2" role="status">
        <p className="text-sm text-soft">
          {seen.rowsTotal === null ? "Beginning …" : `${seen.rowsDone.toLocaleString("en")} of ${seen.rowsTotal.toLocaleString("en")} rows`}
        </p>
        <progress
          aria-label="Export"
          value={seen.rowsTotal === null ? undefined : seen.rowsDone}
          max={seen.rowsTotal ?? 1}
          className="h-2 w-full max-w-md accent-(--accent)"
        />
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg bg-well px-4 py-3 text-sm">
      <p>
        Exported <TimeAgo iso={seen.at} />
        {seen.includeSecrets ? ", with secrets" : ""}
        {seen.megabytes && seen.href ? `, ${seen.megabytes} MB` : ""}.{" "}
        <span className="text-soft">
          {seen.href ? "The file is kept for a day." : (seen.problem ?? "Its file is not to be had any more")}
        </span>
      </p>
      {seen.href && (
        <a href={seen.href} className={buttonLook("primary")}>
          <Download aria-hidden /> Download
        </a>
      )}
    </div>
  );
}
