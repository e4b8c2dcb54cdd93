import { section } from "./section";

/** What such a refusal means for the visitor, by its code. */
export const refusalTexts = section({
  ours: {
    en: "Nothing was lost. Try again in a moment.",
  },
  other: {
    en: "Nothing was changed. Go back and try again.",
  },
  not_found: {
    en: "The address may be mistyped, or the site behind it may be gone.",
  },
  forbidden_origin: {
    en: "Nothing was changed. Open the page itself and try again there.",
  },
  too_large: {
    en: "Nothing was changed. Go back and try again with less.",
  },
  unsupported_media_type: {
    en: "This page takes an HTML form.",
  },
  method_not_allowed: {
    en: "Nothing was changed.",
  },
  unknown_host: {
    en: "The address may be mistyped, or its name may lead to the wrong server.",
  },
  too_many_attempts: {
    en: "Nothing was changed. Try again later.",
  },
  unavailable: {
    en: "Nothing was changed. Go back and send it again in a moment.",
  },
});
