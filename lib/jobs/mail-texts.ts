import { type Texts, textsOf } from "@/lib/texts";
import { spoken } from "@/lib/texts/spoken";

/** The texts of a mail: in the language saved for its reader, else in the one of the request that caused it, else in English. */
export const mailTexts = (saved: string | null | undefined, language: string | null): Texts => textsOf(spoken([saved, language]) ?? "en");
