"use client";

import { useState } from "react";
import { Choice, Field } from "@/lib/ui/field";

/** When a token ends: never, in a while, or with a day. The words are those of `tokenEnd`. */
export function LastsField({ problem }: { problem: string | undefined }) {
  const [lasts, setLasts] = useState("never");
  const until = lasts === "until";
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Choice
        label="Ends"
        name="lasts"
        value={lasts}
        onChange={({ target }) => setLasts(target.value)}
        problem={until ? undefined : problem}
      >
        <option value="never">Never</option>
        <option value="30d">In 30 days</option>
        <option value="90d">In 90 days</option>
        <option value="365d">In a year</option>
        <option value="until">After a day …</option>
      </Choice>
      {until && <Field label="Last day" name="lastDay" type="date" required hint="Until midnight UTC." problem={problem} />}
    </div>
  );
}
