import type { Texts } from "@/lib/texts";
import { LANGUAGES } from "@/lib/texts/languages";
import { ICONS } from "./icons";

/** The language of the page, and the others, each by its own name. Posts to the page's own address, which comes back in it. */
export function LanguagePicker({ t }: { t: Texts }) {
  return (
    <details>
      <summary>
        {ICONS.globe}
        {LANGUAGES[t.language].name}
      </summary>
      <form method="post">
        {Object.entries(LANGUAGES).map(([language, { name }]) => (
          <button key={language} type="submit" name="ui_locales" value={language} lang={language}>
            {name}
          </button>
        ))}
      </form>
    </details>
  );
}
