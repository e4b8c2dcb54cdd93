import { z } from "zod";
import { METHOD_IDS, METHODS } from "@/lib/core/sign-in/methods";
import { SIGN_IN_SETTINGS } from "@/lib/core/sign-in/methods/settings";

/** One setting of a way to sign in, as its form shows it. */
export type WayOption = { readonly name: string; readonly label: string; readonly hint: string } & (
  | { readonly kind: "flag"; readonly value: boolean }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "choice"; readonly value: string; readonly choices: readonly string[] }
);

/**
 * How a setting is shown, told from its rule: a switch, a number or a choice.
 *
 * @throws Error for a rule of another kind: it needs a form of its own
 */
function optionOf(name: string, field: z.ZodDefault, value: unknown): WayOption {
  const { title = name, description = "" } = z.globalRegistry.get(field) ?? {};
  const shown = { name, label: title, hint: description };
  const rule = field.unwrap();
  if (rule instanceof z.ZodBoolean) return { ...shown, kind: "flag", value: value === true };
  if (rule instanceof z.ZodNumber) return { ...shown, kind: "number", value: Number(value) };
  if (rule instanceof z.ZodEnum) return { ...shown, kind: "choice", value: String(value), choices: rule.options.map(String) };
  throw new Error(`The setting ${name} has no form`);
}

/** How the settings of a shape are shown, as they are set. */
export const optionsOf = (shape: Readonly<Record<string, z.ZodDefault>>, set: Readonly<Record<string, unknown>>): WayOption[] =>
  Object.entries(shape).map(([name, field]) => optionOf(name, field, set[name]));

/** What the form says of the ways to sign in. */
export function sentSignIn(form: FormData): Readonly<Record<string, unknown>> {
  const ways = METHOD_IDS.map((id) => [id, sentSettings(METHODS[id].shape, form, `${id}.`)]);
  return { order: form.getAll("order"), ...Object.fromEntries(ways) };
}

/** What the form says of second factors. */
export const sentSecondFactor = (form: FormData) => ({ second_factor: sentSettings(SIGN_IN_SETTINGS.second_factor.shape, form) });

function sentSettings(shape: Readonly<Record<string, z.ZodDefault>>, form: FormData, prefix = ""): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, sentValue(field, form.get(prefix + name))]));
}

function sentValue(field: z.ZodDefault, sent: FormDataEntryValue | null): unknown {
  const rule = field.unwrap();
  if (rule instanceof z.ZodBoolean) return sent === "on";
  return rule instanceof z.ZodNumber ? Number(sent) : sent;
}
