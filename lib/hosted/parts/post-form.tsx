import type { ReactNode } from "react";
import type { MethodId } from "@/lib/core/sign-in/methods";

type PostFormProps = {
  action: string;
  submit: ReactNode;
  /** The way to sign in that the button stands for. */
  method?: MethodId;
  /** Other ways to send the same fields, below the button. */
  beside?: ReactNode;
  children?: ReactNode;
};

/** A form that posts, with the page's one primary button. */
export function PostForm({ action, submit, method, beside, children }: PostFormProps) {
  return (
    <form method="post" action={action}>
      {children}
      <button className="button" type="submit" name={method && "method"} value={method}>
        {submit}
      </button>
      {beside}
    </form>
  );
}
