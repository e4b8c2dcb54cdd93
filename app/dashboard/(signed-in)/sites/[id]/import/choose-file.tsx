"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useId, useState } from "react";

/** A place to drop a file on, or to choose one by mouse and keyboard. */
export function ChooseFile({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && !busy) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the input inside is the one for everybody
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`grid grid-cols-[minmax(0,1fr)] justify-items-center gap-3 rounded-xl border border-dashed px-4 py-10 text-center ${over ? "border-accent bg-well" : "border-edge"}`}
    >
      <FileUp aria-hidden className="size-7 text-soft" />
      <label htmlFor={id} className="font-medium">
        {busy ? "Looking at the file …" : "Drop a file here, or choose one"}
      </label>
      <input
        id={id}
        type="file"
        disabled={busy}
        accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl,.zip"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onFile(file);
          target.value = "";
        }}
        className="w-full max-w-xs text-sm file:mr-3 file:min-h-9 file:rounded-lg file:border file:border-solid file:border-line file:bg-card file:px-3.5 file:text-sm file:font-medium file:text-ink hover:file:bg-well"
      />
      <p className="text-sm text-soft">CSV, NDJSON, JSON or a bundle, up to 2 GB.</p>
    </div>
  );
}
