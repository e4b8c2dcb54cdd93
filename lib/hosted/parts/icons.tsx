import type { ReactElement, ReactNode } from "react";

const icon = (size: number, strokes: ReactNode): ReactElement => (
  <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
    {strokes}
  </svg>
);

/** Every picture of the hosted pages, drawn once. Decoration: what they say is also said in words. */
export const ICONS = {
  good: icon(12, <path d="m5 13 4.5 4.5L19 7" />),
  bad: icon(12, <path d="M12 5v9m0 5v0" />),
  fast: icon(12, <path d="m5 5 7 7-7 7m8-14 7 7-7 7" />),
  globe: icon(
    14,
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M3 12h18M12 3c-5 6-5 12 0 18 5-6 5-12 0-18" />
    </>,
  ),
  owner: icon(22, <path d="m5 5 7 7-7 7m8-14 7 7-7 7" />),
  eye: icon(
    20,
    <>
      <path d="M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7-10-7-10-7z" />
      <circle cx="12" cy="12" r="3" />
      <path d="M4 20 20 4" />
    </>,
  ),
};
