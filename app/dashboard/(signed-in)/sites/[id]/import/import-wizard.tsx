"use client";

import { useState } from "react";
import type { SeenFile } from "@/lib/core/portability/imports/look-at-file";
import { Card, Note } from "@/lib/ui/card";
import { ChooseFile } from "./choose-file";
import { foundMapping, type Mapping } from "./column-mapping";
import { ConfirmFile } from "./confirm-file";
import { ImportResult } from "./import-result";
import { problemOf, sendFile } from "./send-file";

/** As much of a file as tells what it is. */
const HEAD_BYTES = 256 * 1024;

type Step =
  | { readonly at: "choose"; readonly busy?: boolean; readonly problem?: string }
  | { readonly at: "confirm"; readonly file: File; readonly seen: SeenFile; readonly mapping: Mapping; readonly problem?: string }
  | { readonly at: "send"; readonly file: File; readonly share: number }
  | { readonly at: "import"; readonly id: string; readonly fileName: string };

/** A file of users, from its choice to its end: looked at, sent, counted, and only then imported. */
export function ImportWizard({ siteId, fieldNames }: { siteId: string; fieldNames: readonly string[] }) {
  const [step, setStep] = useState<Step>({ at: "choose" });
  const address = `/dashboard/sites/${siteId}/imports`;

  const look = async (file: File) => {
    setStep({ at: "choose", busy: true });
    const sent = await sendFile<SeenFile>(`${address}/look`, file.slice(0, HEAD_BYTES));
    if (sent.kind === "done") setStep({ at: "confirm", file, seen: sent, mapping: foundMapping(sent.columns) });
    else setStep({ at: "choose", problem: problemOf(sent) });
  };
  const send = async (confirmed: Extract<Step, { at: "confirm" }>) => {
    const { file, seen, mapping } = confirmed;
    setStep({ at: "send", file, share: 0 });
    const query = new URLSearchParams({ file_name: file.name.slice(0, 255) });
    if (seen.columns.length > 0) query.set("mapping", JSON.stringify(mapping));
    const sent = await sendFile<{ id: string }>(`${address}?${query}`, file, (share) => setStep({ at: "send", file, share }));
    if (sent.kind === "done") setStep({ at: "import", id: sent.id, fileName: file.name });
    else setStep({ ...confirmed, problem: problemOf(sent) });
  };
  const restart = () => setStep({ at: "choose" });

  return (
    <Card>
      {step.at === "choose" && (
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          {step.problem && <Note tone="bad">{step.problem}</Note>}
          <ChooseFile busy={step.busy ?? false} onFile={look} />
        </div>
      )}
      {step.at === "confirm" && (
        <ConfirmFile
          {...step}
          fieldNames={fieldNames}
          onMapping={(mapping) => setStep({ ...step, mapping })}
          onConfirm={() => void send(step)}
          onCancel={restart}
        />
      )}
      {step.at === "send" && (
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2" role="status">
          <p className="min-w-0 truncate font-medium">Sending {step.file.name} …</p>
          <progress aria-label="Sent" value={step.share} max={1} className="h-2 w-full accent-(--accent)" />
          <p className="text-sm text-soft">{Math.floor(step.share * 100)} %</p>
        </div>
      )}
      {step.at === "import" && <ImportResult siteId={siteId} {...step} onRun={(id) => setStep({ ...step, id })} onRestart={restart} />}
    </Card>
  );
}
