import type { Metadata } from "next";
import { listMailTexts } from "@/lib/core/mail-texts/list-mail-texts";
import { isKind, isLanguage } from "@/lib/core/mail-texts/mail-text-ref";
import { requireSite } from "@/lib/core/sites/require-site";
import { usualWords } from "@/lib/mail/templates/usual-words";
import { textsOf } from "@/lib/texts";
import { currentSite } from "../current-site";
import { MailEditor } from "./mail-editor";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ mail?: string | string[]; language?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { site } = await currentSite((await params).id);
  return { title: `Mails · ${site.name}` };
}

/** What the mails of a site say: the words on one side, the real mail with them on the other. */
export default async function MailsPage({ params, searchParams }: Props) {
  const [{ id }, { mail, language: tag }] = await Promise.all([params, searchParams]);
  const { operator, site } = await currentSite(id);
  const kind = isKind(mail) ? mail : "verify_email";
  const language = isLanguage(tag) ? tag : "en";
  const texts = await listMailTexts(await requireSite(operator, site.id));
  const usual = usualWords(kind, textsOf(language));
  return <MailEditor siteId={id} name={site.name} shown={{ kind, language }} usual={usual} texts={texts} />;
}
