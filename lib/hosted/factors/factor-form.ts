import type { ReactElement } from "react";
import type { Texts } from "@/lib/texts";
import type { Text } from "@/lib/texts/section";
import type { ModuleId } from "../modules";
import type { Problem } from "../view";

/** How one kind of second factor is asked for. */
export type FactorForm = {
  /** What to do, above the field. */
  lead(t: Texts): Text<"site">;
  /** What leads here from another kind. */
  use(t: Texts): string;
  /** The fields a visitor sees; a problem of any of them is told beside it. */
  readonly fields: readonly string[];
  /** The module that shows it, where a browser has to be asked. Its button then stands for nothing without a script. */
  readonly needs?: ModuleId;
  /** What the button says. */
  submit(t: Texts): string;
  readonly Fields: (props: { t: Texts; problem: Problem | null }) => ReactElement | null;
};
