"use client";

import { useEffect, useState } from "react";
import { MAIL_KINDS } from "@/lib/core/mail-texts/mail-kinds";
import type { MailTextRef } from "@/lib/core/mail-texts/mail-text";
import type { MailWords } from "@/lib/core/mail-texts/words";
import { Segments } from "@/lib/ui/segments";
import { SmoothFrame } from "../branding/smooth-frame";

/** How long somebody has to stop typing before the mail is drawn anew. */
const QUIET_MS = 250;

type Props = {
  readonly siteId: string;
  readonly name: string;
  readonly shown: MailTextRef;
  /** Null while they are not fit to be sent: then the last that were are shown. */
  readonly words: MailWords | null;
};

/** The real mail with the words, as HTML or plain text, in any light and size. */
export function MailPreview({ siteId, name, shown: { kind, language }, words }: Props) {
  const [part, setPart] = useState<"html" | "text">("html");
  const [scheme, setScheme] = useState<"light" | "dark">("light");
  const [device, setDevice] = useState<"desktop" | "phone">("desktop");
  const settled = useSettled(words);
  const query = new URLSearchParams({ mail: kind, language, part, scheme, ...settled });
  return (
    <section aria-labelledby="preview" className="min-w-0 overflow-hidden rounded-xl border border-line bg-card xl:sticky xl:top-6">
      <h2 id="preview" className="px-5 pt-4 text-base font-semibold">
        Preview
      </h2>
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-5 pt-2 pb-4">
        <Segments legend="Part" hidden choices={{ html: "HTML", text: "Plain text" }} value={part} onChosen={setPart} />
        <div className="hidden sm:block">
          <Segments legend="Size" hidden choices={{ desktop: "Desktop", phone: "Phone" }} value={device} onChosen={setDevice} />
        </div>
        {part === "html" && (
          <Segments legend="Light" hidden choices={{ light: "Light", dark: "Dark" }} value={scheme} onChosen={setScheme} />
        )}
      </div>
      <div className={`bg-well ${device === "phone" ? "py-6" : ""}`}>
        <SmoothFrame
          src={`/dashboard/sites/${siteId}/mails/preview?${query}`}
          title={`Mail of ${name}: ${MAIL_KINDS[kind].name}`}
          className={
            device === "phone"
              ? "mx-auto h-[44rem] w-[24.375rem] max-w-full overflow-hidden rounded-2xl border border-edge"
              : "h-[52rem] w-full"
          }
        />
      </div>
    </section>
  );
}

/** The last words that were fit to be sent, once nobody types. */
function useSettled(words: MailWords | null): Record<string, string> {
  const [settled, setSettled] = useState(words ?? {});
  useEffect(() => {
    if (words === null) return;
    const timer = setTimeout(() => setSettled(words), QUIET_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return Object.fromEntries(Object.entries(settled).filter(([, text]) => text.trim() !== ""));
}
