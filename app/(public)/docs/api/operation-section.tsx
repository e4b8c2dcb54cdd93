import { CodeTabs } from "@/lib/ui/code-tabs";
import { Code } from "@/lib/ui/prose";
import { CodeFrame } from "./code-frame";
import type { Field } from "./fields";
import { MethodName } from "./method-name";
import type { ShownOperation } from "./operations";
import { TryIt } from "./try-it";

/** One operation: what it does and takes on the one side, how to call it on the other, and a form to try it. */
export function OperationSection({ operation }: { operation: ShownOperation }) {
  const { id, method, path, summary, paragraphs, access, parameters, body, bodyExample, samples, answers, refusals } = operation;
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="grid min-w-0 scroll-mt-6 gap-5 border-t border-line pt-8">
      <header className="grid gap-2">
        <h3 id={`${id}-title`} className="text-lg font-semibold tracking-tight">
          <a href={`#${id}`} className="rounded hover:underline hover:underline-offset-4">
            {summary}
          </a>
        </h3>
        <p className="flex items-baseline font-mono text-sm">
          <MethodName method={method} />
          <span className="min-w-0 break-all">{path}</span>
        </p>
      </header>
      <div className="grid min-w-0 gap-6 xl:grid-cols-2 xl:gap-8">
        <div className="grid min-w-0 content-start gap-5 text-sm leading-relaxed wrap-anywhere *:min-w-0">
          {paragraphs.map((text) => (
            <p key={text}>{withCode(text)}</p>
          ))}
          {access === "token or client" && <p>A site’s own client ID and client secret do as well, as HTTP Basic.</p>}
          <Fields title="Parameters" fields={parameters} />
          <Fields title="Body" fields={body} />
          <Refusals refusals={refusals} />
        </div>
        <div className="grid min-w-0 content-start gap-5 *:min-w-0">
          <CodeTabs tabs={samples} label={`${summary}: languages`} />
          {answers.map(({ status, example }) => (
            <CodeFrame key={status} head={`Answer, ${status}`} text={example} what="the answer" />
          ))}
        </div>
      </div>
      <TryIt method={method} path={path} open={access === "open"} parameters={parameters} bodyExample={bodyExample} />
    </section>
  );
}

function Fields({ title, fields }: { title: string; fields: readonly Field[] }) {
  if (fields.length === 0) return null;
  return (
    <div className="grid gap-1">
      <h4 className="font-semibold">{title}</h4>
      <dl className="divide-y divide-line">
        {fields.map(({ name, in: place, required, type, text }) => (
          <div key={name} className="py-2.5">
            <dt className="flex flex-wrap items-baseline gap-x-2">
              <code className="font-mono text-[0.8125rem] font-medium break-all">{name}</code>
              <span className="text-xs text-soft">
                {type}
                {place === "header" ? ", a header" : place !== "body" && `, in the ${place}`}
              </span>
              {required && <span className="text-xs font-medium text-bad">required</span>}
            </dt>
            {text && <dd className="text-soft">{text}</dd>}
          </div>
        ))}
      </dl>
    </div>
  );
}

function Refusals({ refusals }: { refusals: ShownOperation["refusals"] }) {
  return (
    <details>
      <summary className="w-fit rounded font-semibold">Errors</summary>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        {refusals.map(({ status, meaning }) => (
          <div key={status} className="contents">
            <dt className="font-mono text-[0.8125rem]">{status}</dt>
            <dd className="text-soft">{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** A sentence of the document: what stands between backticks is something a machine reads. */
const withCode = (text: string) =>
  text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change
      <Code key={index}>{part}</Code>
    ) : (
      part
    ),
  );
