"use client";

import { useRouter } from "next/navigation";
import { MAIL_KIND_IDS, MAIL_KINDS } from "@/lib/core/mail-texts/mail-kinds";
import type { MailTextRef } from "@/lib/core/mail-texts/mail-text";
import { LANGUAGES } from "@/lib/texts/languages";
import { Choice } from "@/lib/ui/field";

type Props = { readonly siteId: string; readonly shown: MailTextRef; readonly own: readonly MailTextRef[] };

/** Which mail is worked on, and in which language. It stands in the address. */
export function MailChoice({ siteId, shown: { kind, language }, own }: Props) {
  const router = useRouter();
  const choose = (next: Partial<Record<"mail" | "language", string>>) =>
    router.replace(`/dashboard/sites/${siteId}/mails?${new URLSearchParams({ mail: kind, language, ...next })}`, { scroll: false });
  const mark = (isOwn: boolean) => (isOwn ? " · your words" : "");
  const option = (id: (typeof MAIL_KIND_IDS)[number]) => (
    <option key={id} value={id}>
      {MAIL_KINDS[id].name + mark(own.some((ref) => ref.kind === id))}
    </option>
  );
  return (
    <div className="grid gap-4">
      <Choice label="Mail" value={kind} hint={MAIL_KINDS[kind].when} onChange={({ target }) => choose({ mail: target.value })}>
        <optgroup label="Asked for">{MAIL_KIND_IDS.filter((id) => !MAIL_KINDS[id].notice).map(option)}</optgroup>
        <optgroup label="Notices">{MAIL_KIND_IDS.filter((id) => MAIL_KINDS[id].notice).map(option)}</optgroup>
      </Choice>
      <Choice label="Language" value={language} onChange={({ target }) => choose({ language: target.value })}>
        {Object.entries(LANGUAGES).map(([tag, { name }]) => (
          <option key={tag} value={tag} lang={tag}>
            {name + mark(own.some((ref) => ref.kind === kind && ref.language === tag))}
          </option>
        ))}
      </Choice>
    </div>
  );
}
