import { Fragment } from "react";
import type { MethodId } from "@/lib/core/sign-in/methods";
import { FORMS } from "../forms";
import type { PageProps } from "../page";

/**
 * The ways to sign in that are on, in the site's order. Those that begin with who somebody is share one form: the first of them,
 * or the one that was asked for.
 */
export function Ways({ site, view, t }: PageProps<"sign-in">) {
  const methods = site.methods.filter((id) => FORMS[id].isShown?.(view) ?? true);
  const beginning = methods.filter((id) => FORMS[id].Beside);
  const main = beginning.find((id) => id === view.method) ?? beginning[0];
  const shown = methods.filter((id) => id === main || !FORMS[id].Beside);
  const beside = beginning.map((id) => {
    const { Beside } = FORMS[id];
    return id !== main && Beside && <Beside key={id} site={site} view={view} t={t} />;
  });
  return shown.map((id, index) => {
    const { Form, needs } = FORMS[id];
    const form = <Form site={site} view={view} t={t} beside={id === main && beside} />;
    const divided = (other: MethodId | undefined) => other !== undefined && (other === main || id === main);
    const or = <p className="or">{t.ways.or}</p>;
    // The line between two of them goes with the one that is not always seen.
    if (needs) {
      return (
        <div key={id} className="scripted">
          {divided(shown[index - 1]) && or}
          {form}
          {index === 0 && divided(shown[1]) && or}
        </div>
      );
    }
    const before = shown[index - 1];
    return (
      <Fragment key={id}>
        {divided(before) && !(index === 1 && before && FORMS[before].needs) && or}
        {form}
      </Fragment>
    );
  });
}
