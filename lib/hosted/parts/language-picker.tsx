import type { Texts } from "@/lib/texts";
import { LANGUAGES } from "@/lib/texts/languages";
import { ICONS } from "./icons";

/**
 * The languages, each by its own name. Posts to the page's own address, which comes back in the chosen one.
 *
 * It waits for the button: with the keyboard a choice is passed through on the way to the one that is meant.
 */
export function LanguagePicker({ t }: { t: Texts }) {
  return (
    <form method="post">
      {ICONS.globe}
      <select name="ui_locales" aria-label={t.page.language} defaultValue={t.language}>
        {Object.entries(LANGUAGES).map(([language, { name }]) => (
          <option key={language} value={language}>
            {name}
          </option>
        ))}
      </select>
      <button type="submit">OK</button>
    </form>
  );
}
