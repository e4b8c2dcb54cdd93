"use client";

import { useRouter } from "next/navigation";
import { MAIL_KIND_IDS, MAIL_KINDS, type MailKind } from "@/lib/core/mail-texts/mail-kinds";
import type { MailTextRef } from "@/lib/core/mail-texts/mail-text";
import { LANGUAGES, type Language } from "@/lib/texts/languages";
import { Choice } from "@/lib/ui/field";

type Props = {
  readonly siteId: string;
  readonly shown: MailTextRef;
  readonly stateOf: (ref: MailTextRef) => keyof typeof MARKS;
};

/** What stands beside a name. */
const MARKS = { unsaved: " · not saved", own: " · your words", usual: "" } as const;

/** Which mail is worked on, and in which language. It stands in the address. */
export function MailChoice({ siteId, shown: { kind, language }, stateOf }: Props) {
  const router = useRouter();
  const choose = (next: Partial<Record<"mail" | "language", string>>) =>
    router.replace(`/dashboard/sites/${siteId}/mails?${new URLSearchParams({ mail: kind, language, ...next })}`, { scroll: false });
  const languages = Object.keys(LANGUAGES) as Language[];
  /** Of a mail in any language. */
  const markOf = (id: MailKind) => {
    const states = languages.map((tag) => stateOf({ kind: id, language: tag }));
    return MARKS[states.find((state) => state === "unsaved") ?? states.find((state) => state === "own") ?? "usual"];
  };
  const option = (id: MailKind) => (
    <option key={id} value={id}>
      {MAIL_KINDS[id].name + markOf(id)}
    </option>
  );
  return (
    <div className="grid gap-4">
      <Choice label="Mail" value={kind} hint={MAIL_KINDS[kind].when} onChange={({ target }) => choose({ mail: target.value })}>
        <optgroup label="Asked for">{MAIL_KIND_IDS.filter((id) => !MAIL_KINDS[id].notice).map(option)}</optgroup>
        <optgroup label="Notices">{MAIL_KIND_IDS.filter((id) => MAIL_KINDS[id].notice).map(option)}</optgroup>
      </Choice>
      <Choice label="Language" value={language} onChange={({ target }) => choose({ language: target.value })}>
        {languages.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {LANGUAGES[tag].name + MARKS[stateOf({ kind, language: tag })]}
          </option>
        ))}
      </Choice>
    </div>
  );
}
