import type { Language } from "@/lib/texts/languages";
import type { MailKind } from "./mail-kinds";
import type { MailWords } from "./words";

/** Which mail, in which language. */
export type MailTextRef = { readonly kind: MailKind; readonly language: Language };

/** A site's own words in one mail and one language. */
export type MailText = MailTextRef & { readonly words: MailWords };
