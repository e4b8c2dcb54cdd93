"use client";

import { type ReactNode, useState } from "react";
import { TextArea } from "./field";

/** A text area for JSON. It is sent only when it was changed, so that saving something else overwrites nothing. */
export function JsonField({
  label,
  name,
  value,
  problem,
  hint,
}: {
  label: string;
  name: string;
  /** Pretty-printed. */
  value: string;
  problem: string | undefined;
  hint?: ReactNode;
}) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setText(value);
  }
  return (
    <TextArea
      label={label}
      name={text === value ? undefined : name}
      value={text}
      onChange={({ target }) => setText(target.value)}
      rows={Math.min(12, text.split("\n").length + 1)}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      problem={problem}
      hint={hint}
      className="[&_textarea]:font-mono [&_textarea]:text-sm"
    />
  );
}
