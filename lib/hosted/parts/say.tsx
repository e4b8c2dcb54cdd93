import { createElement, Fragment, type ReactNode } from "react";
import { PLACEHOLDER } from "@/lib/texts/fill";
import type { Text } from "@/lib/texts/section";

/** A text with React nodes in its placeholders: `<Say text={t.signIn.title} site={<bdi>{site.name}</bdi>} />`. */
export function Say<Name extends string>({ text, ...nodes }: { text: Text<Name> } & Readonly<Record<Name, ReactNode>>) {
  const named = nodes as Readonly<Record<string, ReactNode>>;
  const pieces = String(text).split(PLACEHOLDER);
  return createElement(Fragment, null, ...pieces.map((piece, index) => (index % 2 ? named[piece] : piece)));
}
