"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { MAIL_KINDS, WORD_LENGTHS, type WordPart } from "@/lib/core/mail-texts/mail-kinds";
import type { MailText, MailTextRef } from "@/lib/core/mail-texts/mail-text";
import { wordProblem } from "@/lib/core/mail-texts/word-problem";
import type { MailWords } from "@/lib/core/mail-texts/words";
import type { ActionState } from "@/lib/http/operator-action";
import { LANGUAGES } from "@/lib/texts/languages";
import { Button } from "@/lib/ui/button";
import { Badge, Card, Note, PageHeader } from "@/lib/ui/card";
import { Field, TextArea } from "@/lib/ui/field";
import { useToast } from "@/lib/ui/toast";
import { mailMe, saveWords } from "./actions";
import { MailChoice } from "./mail-choice";
import { MailPreview } from "./mail-preview";
import { useDrafts } from "./use-drafts";

type Props = {
  readonly siteId: string;
  readonly name: string;
  readonly shown: MailTextRef;
  /** What the mail says in our words. */
  readonly usual: Required<MailWords>;
  /** Everything that the site says in its own. */
  readonly texts: readonly MailText[];
};

/** The words of one mail in one language, with the real mail beside them. Users are mailed in them once they are saved. */
export function MailEditor({ siteId, name, shown, usual, texts }: Props) {
  const router = useRouter();
  const say = useToast();
  const { kind, language } = shown;
  const { notice, placeholders } = MAIL_KINDS[kind];
  const { words, setWords, isChanged, isOwn, stateOf } = useDrafts(texts, shown);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ readonly of: string; readonly why: string } | null>(null);
  const id = `${kind} ${language}`;
  const parts: readonly WordPart[] = notice ? ["subject", "body"] : ["subject", "heading", "body"];
  const problems = Object.fromEntries(
    parts.map((part) => [part, words[part]?.trim() ? wordProblem(kind, part, words[part].trim()) : null]),
  );
  const isWrong = Object.values(problems).some(Boolean);
  const act = async <Done extends object>(work: () => Promise<ActionState<Done>>, done: (answer: Done) => void) => {
    setBusy(true);
    setRefused(null);
    const answer = await work().catch(
      (): ActionState<Done> => ({ kind: "refused", message: "We could not reach the server.", fields: {} }),
    );
    setBusy(false);
    if (answer.kind === "done") done(answer);
    else if (answer.kind === "refused") setRefused({ of: id, why: answer.message || Object.values(answer.fields).join(" ") });
  };
  const save = (next: MailWords, said: string) =>
    act(
      () => saveWords(siteId, kind, language, next),
      () => {
        setWords(next);
        say(said);
        router.refresh();
      },
    );
  const input = (part: WordPart) => ({
    name: part,
    lang: language,
    dir: LANGUAGES[language].dir,
    autoComplete: "off",
    maxLength: WORD_LENGTHS[part],
    placeholder: part === "body" && notice ? undefined : usual[part],
    value: words[part] ?? "",
    onChange: ({ target }: { target: { value: string } }) => setWords({ ...words, [part]: target.value }),
    problem: problems[part] ? `It ${problems[part]}.` : undefined,
  });
  return (
    <>
      <PageHeader
        title="Mails"
        text="What mails to your users say. What you leave empty is said in our words, in the reader’s language."
        action={
          <Badge tone={isChanged ? "plain" : isOwn ? "good" : "plain"}>
            {isChanged ? "Not saved" : isOwn ? "Your words" : "Our words"}
          </Badge>
        }
      />
      <div className="grid items-start gap-6 xl:grid-cols-[26rem_minmax(0,1fr)]">
        <form
          className="grid min-w-0 gap-6"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!isWrong) save(words, "Saved: the next mail says it");
          }}
        >
          <Card title="Which mail">
            <MailChoice siteId={siteId} shown={shown} stateOf={stateOf} />
          </Card>
          <Card
            title="Words"
            text={`Plain text. ${placeholders.map((one) => `{${one}}`).join(" and ")} ${placeholders.length > 1 ? "are" : "is"} filled in.`}
          >
            <div className="grid gap-4">
              <Field label="Subject" hint={`In our words: ${usual.subject}`} {...input("subject")} />
              {!notice && <Field label="Heading" hint={`In our words: ${usual.heading}`} {...input("heading")} />}
              <TextArea
                label={notice ? "Your text" : "Text"}
                rows={6}
                hint={
                  notice
                    ? "Comes below what happened and above what to do “if this wasn’t you”, which stay in our words."
                    : `A paragraph a line. The button, the code and the small print stay ours. In our words: ${usual.body}`
                }
                {...input("body")}
              />
              {refused?.of === id && <Note tone="bad">{refused.why}</Note>}
              <div className="flex flex-wrap gap-2">
                <Button type="submit" look="primary" disabled={busy || isWrong || !isChanged}>
                  Save
                </Button>
                <Button
                  disabled={busy || (!isOwn && !isChanged)}
                  onClick={() => (isOwn ? save({}, "The mail is in our words again") : setWords({}))}
                >
                  Reset to ours
                </Button>
                <Button
                  look="quiet"
                  disabled={busy || isWrong}
                  onClick={() =>
                    act(
                      () => mailMe(siteId, kind, language, words),
                      ({ to }) => say(`On its way to ${to}`),
                    )
                  }
                >
                  Send me a test
                </Button>
              </div>
            </div>
          </Card>
        </form>
        <MailPreview key={id} siteId={siteId} name={name} shown={shown} words={isWrong ? null : words} />
      </div>
    </>
  );
}
