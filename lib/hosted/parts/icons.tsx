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
  passkey: icon(20, <path d="M8 10a5 5 0 1 0 .1 0m3.4 1.5L21 2m-5 5 3 3" />),
  owner: icon(22, <path d="m5 5 7 7-7 7m8-14 7 7-7 7" />),
  next: icon(18, <path d="m9 5 7 7-7 7" />),
  back: icon(16, <path d="m15 5-7 7 7 7" />),
  profile: icon(
    20,
    <>
      <circle cx="12" cy="8" r="4" />
      <path d="M4 21c1-4 4-6 8-6s7 2 8 6" />
    </>,
  ),
  email: icon(
    20,
    <>
      <rect x="3" y="5" width="18" height="14" rx="2" />
      <path d="m3 7 9 7 9-7" />
    </>,
  ),
  password: icon(
    20,
    <>
      <rect x="4" y="10" width="16" height="11" rx="2" />
      <path d="M8 10V7a4 4 0 0 1 8 0v3" />
    </>,
  ),
  linked: icon(
    20,
    <path d="M10 14a4.5 4.5 0 0 0 6.4 0l3-3A4.5 4.5 0 0 0 13 4.6l-1 1m2 4.4a4.5 4.5 0 0 0-6.4 0l-3 3a4.5 4.5 0 0 0 6.4 6.4l1-1" />,
  ),
  factor: icon(
    20,
    <>
      <path d="M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6z" />
      <path d="m9 12 2 2 4-4" />
    </>,
  ),
  sessions: icon(
    20,
    <>
      <rect x="3" y="4" width="18" height="12" rx="2" />
      <path d="M8 20h8m-4-4v4" />
    </>,
  ),
  data: icon(20, <path d="M12 3v12m-5-5 5 5 5-5M4 20h16" />),
  remove: icon(20, <path d="M4 7h16m-10 4v6m4-6v6M6 7l1 14h10l1-14M9 7V4h6v3" />),
  eye: icon(
    20,
    <>
      <path d="M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7-10-7-10-7z" />
      <circle cx="12" cy="12" r="3" />
      <path d="M4 20 20 4" />
    </>,
  ),
};
