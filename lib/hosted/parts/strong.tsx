import type { ReactNode } from "react";

/** What somebody else wrote, set off from our words, in its own reading direction. */
export function Strong({ children }: { children: ReactNode }) {
  return (
    <b>
      <bdi>{children}</bdi>
    </b>
  );
}
