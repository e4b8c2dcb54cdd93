"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Branding } from "@/lib/core/branding/branding";
import { APPEARANCES, FONTS, RADII } from "@/lib/core/branding/choices";
import { colourNotes } from "@/lib/core/branding/colour-notes";
import { TOKENS } from "@/lib/hosted/theme/tokens";
import { Button } from "@/lib/ui/button";
import { Badge, Card, Note, PageHeader } from "@/lib/ui/card";
import { ColourField } from "@/lib/ui/colour-field";
import { Segments } from "@/lib/ui/segments";
import { useToast } from "@/lib/ui/toast";
import { discard, publish } from "./actions";
import { LogoField } from "./logo-field";
import { Preview } from "./preview";
import { useDraft } from "./use-draft";
import { WordsCard } from "./words-card";

type Props = {
  readonly siteId: string;
  readonly name: string;
  readonly slug: string;
  /** The draft, or what visitors see where there is none. */
  readonly kept: Branding;
  readonly isDraft: boolean;
  /** What the preview's states are called. */
  readonly states: Readonly<Record<string, string>>;
};

/** The looks of a site's pages. Whatever is changed is kept as a draft at once, and seen beside it; visitors see it when it is published. */
export function BrandingEditor({ siteId, name, slug, kept, isDraft: wasDraft, states }: Props) {
  const router = useRouter();
  const say = useToast();
  const { branding, isDraft, setDraft, revision, refused, change, flush, take } = useDraft(siteId, kept, wasDraft);
  const [busy, setBusy] = useState(false);
  const [discarded, setDiscarded] = useState(0);
  const notes = colourNotes(branding, TOKENS.light);
  const noteOn = (about: "accent" | "background") => notes.filter((note) => note.about === about).map(({ text }) => text);
  const act = async (work: () => Promise<string | null>) => {
    setBusy(true);
    const said = await work().catch(() => null);
    setBusy(false);
    if (said === null) return;
    say(said);
    router.refresh();
  };
  const onPublish = () =>
    act(async () => {
      if (!(await flush())) return null;
      const answer = await publish(siteId);
      if (answer.kind === "done") setDraft(false);
      return answer.kind === "done" ? "Published: visitors see it now" : null;
    });
  const onDiscard = () =>
    act(async () => {
      await flush();
      const done = take(await discard(siteId));
      if (done) setDiscarded((count) => count + 1);
      return done ? "Changes discarded" : null;
    });
  return (
    <>
      <PageHeader
        title="Branding"
        text="How your sign-in pages look. Changes are kept as a draft; visitors see them once you publish."
        action={
          <div className="flex flex-wrap items-center gap-2">
            {isDraft ? <Badge>Unpublished changes</Badge> : <Badge tone="good">Published</Badge>}
            <Button onClick={onDiscard} disabled={busy || !isDraft}>
              Discard
            </Button>
            <Button look="primary" onClick={onPublish} disabled={busy || !isDraft}>
              Publish
            </Button>
          </div>
        }
      />
      <div className="grid items-start gap-6 xl:grid-cols-[22rem_minmax(0,1fr)]">
        <form className="grid min-w-0 gap-6" onSubmit={(event) => event.preventDefault()} noValidate>
          {refused && <Note tone="bad">{refused.message}</Note>}
          <Card title="Colours">
            <div className="grid gap-5">
              <ColourField
                label="Accent"
                hint="Buttons, links and focus. The text on it and its dark variant are chosen for you."
                usual={TOKENS.light.accent}
                value={branding.accent}
                notes={noteOn("accent")}
                onChosen={(accent) => change({ accent })}
              />
              <ColourField
                label="Background"
                hint="Behind the card."
                usual={TOKENS.light.page}
                value={branding.background}
                notes={noteOn("background")}
                onChosen={(background) => change({ background })}
              />
              <Segments
                legend="Appearance"
                choices={APPEARANCES}
                value={branding.appearance}
                onChosen={(appearance) => change({ appearance })}
                hint="Auto follows the visitor’s system."
              />
            </div>
          </Card>
          <Card title="Shape and type">
            <div className="grid gap-5">
              <Segments legend="Corners" choices={RADII} value={branding.radius} onChosen={(radius) => change({ radius })} />
              <Segments
                legend="Font"
                choices={FONTS}
                value={branding.font}
                onChosen={(font) => change({ font })}
                hint="Fonts that systems bring along: nothing is loaded."
              />
            </div>
          </Card>
          <Card title="Logo" text="PNG, JPEG or WebP, up to 2 MB. Without one, the first letter of the name stands there.">
            <div className="grid gap-5">
              <LogoField siteId={siteId} slug={slug} part="logo" label="Logo" logo={branding.logo} before={flush} onSaved={take} />
              <LogoField
                siteId={siteId}
                slug={slug}
                part="dark_logo"
                label="Logo on dark ground"
                logo={branding.dark_logo}
                before={flush}
                onSaved={take}
              />
            </div>
          </Card>
          <WordsCard key={discarded} texts={branding.texts} onChanged={(texts) => change({ texts })} />
        </form>
        <Preview siteId={siteId} name={name} states={states} revision={revision} />
      </div>
    </>
  );
}
