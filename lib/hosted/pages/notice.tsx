import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";

/** One message, with at most one way on. */
export const notice: Page<"notice"> = {
  title: ({ view }) => view.title,
  script: null,
  style: "tone",
  body: ({ site, view, t }) => (
    <Card t={t} site={site} title={view.title} lead={view.text} tone={view.tone} cancel={view.tone === "bad"}>
      {view.action && (
        <a className="button" href={view.action.href}>
          {view.action.label}
        </a>
      )}
      {view.reference && <p className="small">{fill(t.page.reference, { reference: view.reference })}</p>}
    </Card>
  ),
};
