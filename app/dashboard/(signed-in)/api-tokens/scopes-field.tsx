"use client";

import { useState } from "react";
import { API_SCOPES } from "@/lib/kernel/api-scopes";
import { Tick } from "@/lib/ui/field";
import { Radios } from "@/lib/ui/radios";

const MAY = { everything: "Everything, also what comes later", chosen: "Only what I tick" };

/** What a token may do: everything, or scopes by their names. */
export function ScopesField({ problem }: { problem: string | undefined }) {
  const [may, setMay] = useState<keyof typeof MAY>("everything");
  return (
    <Radios legend="What it may do" name="may" choices={MAY} value={may} onChosen={setMay}>
      {may === "chosen" && (
        <div className="grid items-start gap-x-6 gap-y-3 sm:grid-cols-2">
          {Object.entries(API_SCOPES).map(([scope, text]) => (
            <Tick key={scope} label={text} name="scopes" value={scope} hint={<code className="font-mono text-xs">{scope}</code>} />
          ))}
          {problem && (
            <p role="alert" className="text-sm text-bad sm:col-span-2">
              {problem}
            </p>
          )}
        </div>
      )}
    </Radios>
  );
}
