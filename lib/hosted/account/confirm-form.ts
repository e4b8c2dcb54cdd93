import type { ReactElement } from "react";
import type { PageProps } from "../page";

/** How one way to prove oneself once more looks. It posts its own name as `confirm`. */
export type ConfirmForm = {
  /** The fields a visitor sees; a problem of any of them is told beside it. */
  readonly fields: readonly string[];
  readonly Form: (props: PageProps<"account-confirm">) => ReactElement;
};
