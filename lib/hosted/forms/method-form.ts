import type { ReactElement } from "react";
import type { PageProps } from "../page";

/** How one way to sign in looks on the sign-in page. */
export type MethodForm = {
  /** The fields a visitor sees; a problem of any of them is told beside it. */
  readonly fields: readonly string[];
  readonly Form: (props: PageProps<"sign-in">) => ReactElement;
};
