import type { MailKind } from "@/lib/core/mail-texts/mail-kinds";
import type { FactorChange } from "@/lib/core/second-factor/factor-change";
import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import { type Letter, standingAlone } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type FactorChangedData = {
  t: Texts;
  to: string;
  siteName: string;
  name: string | null;
  change: FactorChange;
  /** How many recovery codes are good still. */
  codesLeft: number;
  loginLink: string;
};

const SUBJECTS = {
  added: "subjectOn",
  replaced: "subjectOn",
  removed: "subjectOff",
  reset: "subjectOff",
  codesRenewed: "subjectCodes",
  codeUsed: "subjectCodes",
} as const satisfies Record<FactorChange, string>;

const KINDS = {
  added: "factor_on",
  replaced: "factor_on",
  removed: "factor_off",
  reset: "factor_off",
  codesRenewed: "recovery_codes",
  codeUsed: "recovery_codes",
} as const satisfies Record<FactorChange, MailKind>;

/** The mail that tells of a change to somebody's second factor: if it was not them, this is how they learn of it. */
export function factorChanged({ t, to, siteName, name, change, codesLeft, loginLink }: FactorChangedData): Letter {
  const site = bodyName(siteName) || t.letter.thisSite;
  const opening = fill(t.factorMail[change], { site });
  return {
    t,
    to,
    of: { kind: KINDS[change], siteInSubject: subjectName(siteName) || t.letter.thisSite },
    subject: fill(t.factorMail[SUBJECTS[change]], { site: subjectName(siteName) || t.letter.thisSite }),
    sender: site,
    preview: standingAlone(t, opening),
    heading: t.factorMail.heading,
    name: bodyName(name ?? ""),
    opening,
    button: { label: t.factorMail.button, link: webLink(loginLink) },
    notes: change === "codeUsed" ? [t.factorMail.left(codesLeft)] : [],
    calm: fill(t.factorMail.calm, { site }),
  };
}
