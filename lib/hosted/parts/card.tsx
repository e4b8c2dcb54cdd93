import type { ReactNode } from "react";
import type { Texts } from "@/lib/texts";
import type { HostedSite } from "../view";
import { Footer } from "./footer";
import { Mark } from "./mark";

type CardProps = {
  t: Texts;
  site: HostedSite | null;
  title: ReactNode;
  lead?: ReactNode;
  tone?: "good" | "bad";
  /** Offers the way back to the site. */
  cancel?: boolean;
  children?: ReactNode;
};

/** The frame of every page: whose it is, what it is for, and what can be done. */
export function Card({ t, site, title, lead, tone, cancel = false, children }: CardProps) {
  return (
    <>
      <main>
        <Mark site={site} tone={tone} />
        <h1>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
        {children}
      </main>
      {site && <Footer t={t} site={site} cancel={cancel} />}
    </>
  );
}
