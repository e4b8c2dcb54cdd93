import { type ComponentProps, type ReactNode, useId } from "react";

const CONTROL =
  "min-h-9.5 w-full rounded-lg border border-edge bg-card px-3 py-2 text-base text-ink placeholder:text-soft aria-invalid:border-bad sm:text-sm";

type Given = { label: string; hint?: ReactNode; problem?: string | undefined };

/** A labelled text field with its hint and what is wrong with it. */
export function Field({ label, hint, problem, className = "", ...input }: Given & ComponentProps<"input">) {
  const { id, described } = useIds(hint, problem);
  return (
    <Around {...{ id, label, hint, problem, className }}>
      <input {...input} id={id} aria-invalid={problem ? true : undefined} aria-describedby={described} className={CONTROL} />
    </Around>
  );
}

/** The same, of several lines. */
export function TextArea({ label, hint, problem, className = "", ...area }: Given & ComponentProps<"textarea">) {
  const { id, described } = useIds(hint, problem);
  return (
    <Around {...{ id, label, hint, problem, className }}>
      <textarea rows={3} {...area} id={id} aria-invalid={problem ? true : undefined} aria-describedby={described} className={CONTROL} />
    </Around>
  );
}

/** The same, as a choice. */
export function Choice({ label, hint, problem, className = "", children, ...select }: Given & ComponentProps<"select">) {
  const { id, described } = useIds(hint, problem);
  return (
    <Around {...{ id, label, hint, problem, className }}>
      <select {...select} id={id} aria-invalid={problem ? true : undefined} aria-describedby={described} className={CONTROL}>
        {children}
      </select>
    </Around>
  );
}

/** A box to tick, with what it means. */
export function Tick({ label, hint, problem, className = "", ...input }: Given & ComponentProps<"input">) {
  const { id, described } = useIds(hint, problem);
  return (
    <div className={`grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 ${className}`}>
      <input {...input} type="checkbox" id={id} aria-describedby={described} className="mt-0.5 size-5 accent-(--accent)" />
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <Notes {...{ id, hint, problem }} className="col-start-2" />
    </div>
  );
}

function useIds(hint: ReactNode, problem: string | undefined) {
  const id = useId();
  const described = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  return { id, described };
}

function Around({ id, label, hint, problem, className, children }: Given & { id: string; className: string; children: ReactNode }) {
  return (
    <div className={`grid gap-1.5 ${className}`}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      <Notes {...{ id, hint, problem }} />
    </div>
  );
}

function Notes({ id, hint, problem, className = "" }: Pick<Given, "hint" | "problem"> & { id: string; className?: string }) {
  return (
    <>
      {problem && (
        <p id={`${id}-problem`} className={`text-sm text-bad ${className}`}>
          {problem}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className={`text-sm text-soft ${className}`}>
          {hint}
        </p>
      )}
    </>
  );
}
