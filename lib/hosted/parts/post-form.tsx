import type { ReactNode } from "react";

/** A form that posts, with the page's one primary button. */
export function PostForm({ action, submit, children }: { action: string; submit: string; children?: ReactNode }) {
  return (
    <form method="post" action={action}>
      {children}
      <button className="button" type="submit">
        {submit}
      </button>
    </form>
  );
}
