import { AppError } from "@/lib/kernel/errors";
import { isLanguage } from "@/lib/texts/spoken";
import { type Step, seeOther } from "./hosted-response";
import { languageCookie } from "./language-cookie";

/**
 * The same page in another language. Kept in a cookie for the next time, and in the address because no cookie comes along into
 * a frame.
 *
 * @throws AppError `bad_request` for a language that is none of ours
 */
export function pickLanguage(slug: string, query: URLSearchParams, language: string): Step {
  if (!isLanguage(language)) throw new AppError("bad_request");
  const again = new URLSearchParams(query);
  again.set("ui_locales", language);
  return seeOther(`?${again}`, languageCookie(slug, language));
}
