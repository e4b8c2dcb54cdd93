import type { ReactNode } from "react";
import type { Texts } from "@/lib/texts";
import { Footer } from "../parts/footer";
import { GoodNote } from "../parts/good-note";
import { ICONS } from "../parts/icons";
import type { HostedSite } from "../view";
import { accountLink } from "./account-link";

type Props = {
  t: Texts;
  site: HostedSite;
  title: string;
  lead?: ReactNode;
  /** What has just gone well. */
  done?: string | null;
  children?: ReactNode;
};

/** The frame of a section's page: the way back to the overview, what it is about, and what can be done. */
export function SectionCard({ t, site, title, lead, done = null, children }: Props) {
  return (
    <>
      <main>
        <a className="back" href={accountLink(site, "account")}>
          {ICONS.back}
          {t.account.heading}
        </a>
        <h1>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
        <GoodNote text={done} />
        {children}
      </main>
      <Footer t={t} site={site} cancel />
    </>
  );
}
