"use client";

import { useState } from "react";
import { Field } from "@/lib/ui/field";
import { AppCodeField } from "./app-code-field";

/** The code of an authenticator app, or, for whoever has lost it, one of those that they kept. */
export function FactorFields({ problems, autoFocus = false }: { problems: Readonly<Record<string, string>>; autoFocus?: boolean }) {
  const [lost, setLost] = useState(false);
  return (
    <div className="grid gap-2">
      {lost ? (
        <Field
          key="kept"
          label="Recovery code"
          name="recoveryCode"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          required
          autoFocus
          hint="One of those that you kept. Each works once."
          problem={problems.recoveryCode}
        />
      ) : (
        <AppCodeField key="shown" autoFocus={autoFocus} problem={problems.code} />
      )}
      <button
        type="button"
        onClick={() => setLost(!lost)}
        className="min-h-6 justify-self-start text-sm text-soft underline underline-offset-4 hover:text-ink"
      >
        {lost ? "Use your authenticator app" : "Use a recovery code"}
      </button>
    </div>
  );
}
