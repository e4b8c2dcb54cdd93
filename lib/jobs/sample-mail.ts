import type { MailText } from "@/lib/core/mail-texts/mail-text";
import type { SiteContext } from "@/lib/db/resolve";
import { siteUrl } from "@/lib/kernel/urls";
import type { RenderedMail } from "@/lib/mail/mail";
import { render } from "@/lib/mail/templates/render";
import { SAMPLES } from "@/lib/mail/templates/sample-letter";
import { worded } from "@/lib/mail/templates/worded";
import { textsOf } from "@/lib/texts";
import { letterheadOf } from "./letterhead";

/** A mail of a site as its users get it, with words that are being tried out. Its links lead to the site's pages and open nothing. */
export async function sampleMail(site: SiteContext, to: string, { kind, language, words }: MailText): Promise<RenderedMail> {
  const { name: siteName, slug } = site.site;
  const letter = SAMPLES[kind]({ t: textsOf(language), to, siteName, name: "Jane", page: (path) => siteUrl(slug, path) });
  return render(worded(letter, words), await letterheadOf(site, site.db));
}
