"use client";

import { type SubmitEvent, useState } from "react";
import { Button } from "@/lib/ui/button";
import { Badge, Note } from "@/lib/ui/card";
import { Choice, Field, TextArea } from "@/lib/ui/field";
import { CodeFrame } from "./code-frame";
import type { Field as Told } from "./fields";
import { filledPath, type Outcome, send } from "./send";
import { useToken } from "./token";

/** What the form has to know of an operation. */
export type Tryable = {
  readonly method: string;
  readonly path: string;
  readonly open: boolean;
  readonly parameters: readonly Told[];
  readonly bodyExample: string | null;
};

/** A form that sends the operation's request for real, to this very product. What deletes wants the id twice. */
export function TryItForm({ method, path, open, parameters, bodyExample }: Tryable) {
  const [token, setToken] = useToken();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [body, setBody] = useState(bodyExample);
  const [repeated, setRepeated] = useState("");
  const [sending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | "no answer" | null>(null);
  const of = (place: Told["in"]) =>
    Object.fromEntries(parameters.filter((parameter) => parameter.in === place).map(({ name }) => [name, values[name]?.trim() ?? ""]));
  const target = filledPath(path, of("path"), of("query"));
  const deletes = method === "DELETE";
  const id = of("path").id ?? "";

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setSending(true);
    setOutcome(await send({ method, path: target, token: token.trim(), headers: of("header"), body }).catch(() => "no answer" as const));
    setRepeated("");
    setSending(false);
  };

  return (
    <form onSubmit={submit} className="grid gap-4 rounded-xl border border-line bg-card p-4 sm:p-5">
      <p className="text-sm text-soft">
        {method === "GET"
          ? "A real request, to your own account on this server."
          : "A real request: what it changes in your account is changed."}{" "}
        The token stays in this page’s memory and is gone when you leave or reload it.
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        {!open && (
          // SECURITY: without a name, no form can ever put it into an address.
          <Field
            label="API token"
            type="password"
            autoComplete="off"
            spellCheck={false}
            required
            placeholder="gma_…"
            value={token}
            onChange={({ target }) => setToken(target.value)}
          />
        )}
        {parameters.map((parameter) => (
          <Parameter
            key={parameter.name}
            parameter={parameter}
            value={values[parameter.name] ?? ""}
            onChange={(value) => setValues({ ...values, [parameter.name]: value })}
          />
        ))}
        {deletes && (
          <Field
            label="Repeat the id to delete it"
            autoComplete="off"
            required
            value={repeated}
            onChange={({ target }) => setRepeated(target.value)}
          />
        )}
      </div>
      {body !== null && (
        <TextArea
          label="Body"
          spellCheck={false}
          rows={8}
          className="[&_textarea]:font-mono sm:[&_textarea]:text-xs"
          value={body}
          onChange={({ target }) => setBody(target.value)}
        />
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          look={deletes ? "danger" : "primary"}
          disabled={sending || (deletes && (id === "" || repeated.trim() !== id))}
        >
          {sending ? "Sending …" : "Send"}
        </Button>
        <code className="min-w-0 font-mono text-xs break-all text-soft">
          {method} {target}
        </code>
      </div>
      <div aria-live="polite" className="grid gap-3 empty:hidden">
        {outcome === "no answer" && <Note tone="bad">The request could not be sent, or no answer came.</Note>}
        {outcome && outcome !== "no answer" && <Answered {...outcome} />}
      </div>
    </form>
  );
}

function Parameter({ parameter, value, onChange }: { parameter: Told; value: string; onChange: (value: string) => void }) {
  const { name, required, choices, example } = parameter;
  const given = { label: name, value, required, onChange: ({ target }: { target: { value: string } }) => onChange(target.value) };
  if (choices.length === 0) return <Field {...given} autoComplete="off" placeholder={example} />;
  return (
    <Choice {...given}>
      <option value="">{required ? "Choose one" : "Not given"}</option>
      {choices.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </Choice>
  );
}

function Answered({ status, statusText, tookMs, body }: Outcome) {
  const head = (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone={status < 400 ? "good" : "bad"}>
        {status} {statusText}
      </Badge>
      {tookMs} ms
    </span>
  );
  return <CodeFrame head={head} text={body} what="what came back" />;
}
