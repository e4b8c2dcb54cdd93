import { AppError } from "@/lib/kernel/errors";

/**
 * The JSON texts that a form sends, by their names; nothing where one was left empty. What it does not send is left out.
 *
 * @param labels how each is called in a refusal
 * @throws AppError `invalid` with an issue for each that is not JSON
 */
export function sentJson<Name extends string>(form: FormData, labels: Readonly<Record<Name, string>>): Partial<Record<Name, unknown>> {
  const given: Partial<Record<Name, unknown>> = {};
  const issues = [];
  for (const [name, label] of Object.entries(labels) as [Name, string][]) {
    const text = form.get(name);
    if (typeof text !== "string") continue;
    try {
      given[name] = text.trim() === "" ? null : JSON.parse(text);
    } catch {
      issues.push({ path: name, message: `${label} is not valid JSON` });
    }
  }
  if (issues.length > 0) throw new AppError("invalid", { issues });
  return given;
}
