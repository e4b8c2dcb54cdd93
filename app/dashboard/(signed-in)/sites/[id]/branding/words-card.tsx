"use client";

import { useState } from "react";
import type { BrandTexts } from "@/lib/core/branding/branding";
import { TEXT_LENGTHS, type TextName } from "@/lib/core/branding/choices";
import { LANGUAGES, type Language } from "@/lib/texts/languages";
import { Card } from "@/lib/ui/card";
import { Choice, Field } from "@/lib/ui/field";

const NAMES: Readonly<Record<TextName, { label: string; hint: string }>> = {
  sign_in_title: { label: "Sign-in title", hint: "In place of “Sign in to …”." },
  sign_in_lead: { label: "Sign-in lead", hint: "The line below it." },
  footer_note: { label: "Footer note", hint: "Below the card of every page." },
};

/** Words of the site's own, language by language. What is left empty is said in ours. */
export function WordsCard({ texts, onChanged }: { texts: BrandTexts; onChanged: (texts: BrandTexts) => void }) {
  const [language, setLanguage] = useState<Language>("en");
  const own = texts[language] ?? {};
  return (
    <Card title="Words" text="Plain text. What is left empty is said in our words, in the visitor’s language.">
      <div className="grid gap-4">
        <Choice label="Words in" value={language} onChange={({ target }) => setLanguage(target.value as Language)}>
          {Object.entries(LANGUAGES).map(([tag, { name }]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </Choice>
        {(Object.keys(TEXT_LENGTHS) as TextName[]).map((name) => (
          <Field
            // What is typed stays as it is typed, blanks and all, until another language is chosen.
            key={`${language} ${name}`}
            {...NAMES[name]}
            lang={language}
            dir={LANGUAGES[language].dir}
            type="text"
            autoComplete="off"
            maxLength={TEXT_LENGTHS[name]}
            defaultValue={own[name] ?? ""}
            onChange={({ target }) => onChanged({ ...texts, [language]: { ...own, [name]: target.value } })}
          />
        ))}
      </div>
    </Card>
  );
}
