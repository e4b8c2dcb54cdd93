import type { ReactElement, ReactNode } from "react";
import type { ModuleId } from "../modules";
import type { PageProps } from "../page";

/** How one way to sign in looks on the sign-in page. Its form names it in the field `method`. */
export type MethodForm = {
  /** The fields a visitor sees; a problem of any of them is told beside it. */
  readonly fields: readonly string[];
  /** Left out: always. */
  readonly isShown?: (view: PageProps<"sign-in">["view"]) => boolean;
  /** `beside`: what stands below the form's button, inside the form. */
  readonly Form: (props: PageProps<"sign-in"> & { readonly beside?: ReactNode }) => ReactElement;
  /** The module without which its form does nothing, and is not seen. */
  readonly needs?: ModuleId;
  /**
   * For a way that begins with who somebody is: how it is offered beside another such way, whose form has that field already. The
   * page has one form for all of these.
   */
  readonly Beside?: (props: PageProps<"sign-in">) => ReactElement;
};
