"use client";

import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { LANGUAGES, type Language } from "@/lib/texts/languages";
import { buttonLook } from "@/lib/ui/button";
import { Segments } from "@/lib/ui/segments";
import { SmoothFrame } from "./smooth-frame";

type Props = {
  readonly siteId: string;
  readonly name: string;
  readonly states: Readonly<Record<string, string>>;
  /** Changes with the draft, so that the frame does too. */
  readonly revision: number;
};

/** The real page with the draft, in any state, light, size and language. */
export function Preview({ siteId, name, states, revision }: Props) {
  const [state, setState] = useState(Object.keys(states)[0] ?? "");
  const [scheme, setScheme] = useState<"light" | "dark">("light");
  const [device, setDevice] = useState<"desktop" | "phone">("desktop");
  const [language, setLanguage] = useState<Language>("en");
  const query = new URLSearchParams({ state, scheme, ui_locales: language });
  const address = `/dashboard/sites/${siteId}/branding/preview?${query}`;
  return (
    <section aria-labelledby="preview" className="min-w-0 overflow-hidden rounded-xl border border-line bg-card xl:sticky xl:top-6">
      <div className="flex items-center justify-between gap-3 px-5 pt-4">
        <h2 id="preview" className="text-base font-semibold">
          Preview
        </h2>
        <a href={address} target="_blank" rel="noopener" className={buttonLook("quiet")}>
          Open <ExternalLink aria-hidden />
          <span className="sr-only">the preview in a new tab</span>
        </a>
      </div>
      <div className="grid gap-3 border-b border-line px-5 pt-2 pb-4">
        <Segments legend="State" hidden choices={states} value={state} onChosen={setState} />
        <div className="flex flex-wrap items-center gap-3">
          <Segments legend="Size" hidden choices={{ desktop: "Desktop", phone: "Phone" }} value={device} onChosen={setDevice} />
          <Segments legend="Light" hidden choices={{ light: "Light", dark: "Dark" }} value={scheme} onChosen={setScheme} />
          <Segments
            legend="Direction"
            hidden
            choices={{ ltr: "Left to right", rtl: "Right to left" }}
            value={LANGUAGES[language].dir}
            onChosen={(dir) => setLanguage(dir === "rtl" ? "ar" : "en")}
          />
          <select
            aria-label="Language"
            value={language}
            onChange={({ target }) => setLanguage(target.value as Language)}
            className="min-h-9 rounded-lg border border-line bg-card px-2.5 text-sm"
          >
            {Object.entries(LANGUAGES).map(([tag, { name: own }]) => (
              <option key={tag} value={tag} lang={tag}>
                {own}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className={`bg-well ${device === "phone" ? "py-6" : ""}`}>
        <SmoothFrame
          src={`${address}&r=${revision}`}
          title={`${states[state]} page of ${name}`}
          className={
            device === "phone"
              ? "mx-auto h-[44rem] w-[24.375rem] max-w-full overflow-hidden rounded-2xl border border-edge"
              : "h-[46rem] w-full"
          }
        />
      </div>
    </section>
  );
}
