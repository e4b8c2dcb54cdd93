import { useEffect, useState } from "react";
import type { MailText, MailTextRef } from "@/lib/core/mail-texts/mail-text";
import type { MailWords } from "@/lib/core/mail-texts/words";

const idOf = ({ kind, language }: MailTextRef) => `${kind} ${language}`;
const written = (words: MailWords) => JSON.stringify([words.subject, words.heading, words.body].map((text) => text?.trim() ?? ""));

/**
 * The words that are worked on, those of each mail in each language by themselves: choosing another one loses none. The browser asks
 * before the page is left with words that are not saved.
 *
 * @param texts what is saved
 */
export function useDrafts(texts: readonly MailText[], shown: MailTextRef) {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, MailWords>>(new Map());
  const keptAs = (id: string) => texts.find((text) => idOf(text) === id)?.words ?? {};
  const id = idOf(shown);
  const unsaved = new Set([...drafts].filter(([each, words]) => written(words) !== written(keptAs(each))).map(([each]) => each));
  const isAnyUnsaved = unsaved.size > 0;
  useEffect(() => {
    if (!isAnyUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isAnyUnsaved]);
  return {
    words: drafts.get(id) ?? keptAs(id),
    setWords: (words: MailWords) => setDrafts(new Map(drafts).set(id, words)),
    isChanged: unsaved.has(id),
    isOwn: texts.some((text) => idOf(text) === id),
    /** What is to be said beside the name of a mail in a language: whether its words are the site's own, or not saved. */
    stateOf: (ref: MailTextRef): "unsaved" | "own" | "usual" =>
      unsaved.has(idOf(ref)) ? "unsaved" : texts.some((text) => idOf(text) === idOf(ref)) ? "own" : "usual",
  };
}
