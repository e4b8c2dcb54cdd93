import type { ProviderKind } from "@/lib/core/sign-in/methods/social/presets";

const filled = (path: string, colour = "currentColor") => `<path d="${path}" fill="${colour}" stroke="none"/>`;
const drawn = (path: string) => `<path d="${path}"/>`;

/** The marks of providers, in their own colours; those that are black follow the ink. */
const MARKS: Readonly<Record<ProviderKind, readonly string[]>> = {
  google: [
    filled("M23 12.2c0-.8-.1-1.6-.2-2.3H12v4.4h6.2a5.3 5.3 0 0 1-2.3 3.4v2.9h3.7c2.2-2 3.4-4.9 3.4-8.4z", "#4285f4"),
    filled("M12 23.5c3.1 0 5.7-1 7.6-2.8l-3.7-2.9a7 7 0 0 1-10.4-3.7H1.7v3A11.5 11.5 0 0 0 12 23.5z", "#34a853"),
    filled("M5.5 14.1a6.9 6.9 0 0 1 0-4.4v-3H1.7a11.5 11.5 0 0 0 0 10.4z", "#fbbc05"),
    filled("M12 5c1.7 0 3.2.6 4.4 1.7l3.3-3.3A11.5 11.5 0 0 0 1.7 6.7l3.8 3A6.9 6.9 0 0 1 12 5z", "#ea4335"),
  ],
  github: [
    filled(
      "M12 .9a11.3 11.3 0 0 0-3.6 22c.6.1.8-.2.8-.5v-2c-3.1.6-3.8-1.5-3.8-1.5-.5-1.3-1.2-1.7-1.2-1.7-1-.7.1-.7.1-.7 1.1.1 1.7 1.2 1.7 1.2 1 1.7 2.6 1.2 3.3 1 .1-.8.4-1.3.7-1.5-2.5-.3-5.1-1.3-5.1-5.6 0-1.2.4-2.2 1.2-3-.2-.3-.5-1.5.1-3 0 0 .9-.3 3.1 1.1a10.7 10.7 0 0 1 5.6 0c2.2-1.4 3.1-1.1 3.1-1.1.6 1.5.3 2.7.1 3 .8.8 1.2 1.8 1.2 3 0 4.3-2.6 5.3-5.1 5.6.4.3.8 1 .8 2.1v3.1c0 .3.2.6.8.5A11.3 11.3 0 0 0 12 .9z",
    ),
  ],
  microsoft: [
    filled("M2 2h9.5v9.5H2z", "#f25022"),
    filled("M12.5 2H22v9.5h-9.5z", "#7fba00"),
    filled("M2 12.5h9.5V22H2z", "#00a4ef"),
    filled("M12.5 12.5H22V22h-9.5z", "#ffb900"),
  ],
  apple: [
    filled(
      "M17.1 12.7c0-2.3 1.9-3.4 2-3.5-1.1-1.6-2.8-1.8-3.4-1.8-1.4-.2-2.8.8-3.5.8s-1.9-.8-3.1-.8c-1.5 0-3 .9-3.8 2.3-1.7 2.9-.4 7.1 1.2 9.4.8 1.1 1.7 2.4 2.9 2.3 1.2 0 1.6-.7 3-.7s1.8.7 3.1.7 2-1.1 2.8-2.3c.9-1.3 1.2-2.5 1.3-2.6-.1 0-2.5-.9-2.5-3.8zM14.8 5.8c.6-.8 1.1-1.9 1-3-1 0-2.1.6-2.8 1.4-.6.7-1.1 1.8-1 2.9 1.1.1 2.2-.5 2.8-1.3z",
    ),
  ],
  gitlab: [
    filled("M12 22.2 16.2 9.3H7.8z", "#e24329"),
    filled("M12 22.2 7.8 9.3H1.9zM12 22.2l4.2-12.9h5.9z", "#fc6d26"),
    filled("m1.9 9.3-1.3 4a.9.9 0 0 0 .3 1L12 22.2zM22.1 9.3l1.3 4a.9.9 0 0 1-.3 1L12 22.2z", "#fca326"),
    filled("M1.9 9.3h5.9L5.3 1.6a.4.4 0 0 0-.8 0zM22.1 9.3h-5.9l2.5-7.7a.4.4 0 0 1 .8 0z", "#e24329"),
  ],
  discord: [
    filled(
      "M19.3 5.3a16.5 16.5 0 0 0-4.1-1.3l-.5 1a15.3 15.3 0 0 0-5.4 0l-.5-1a16.6 16.6 0 0 0-4.1 1.3C2.1 9.2 1.4 13 1.7 16.7a16.7 16.7 0 0 0 5.1 2.6l1-1.7-1.6-.8.4-.3a11.8 11.8 0 0 0 10.8 0l.4.3-1.6.8 1 1.7a16.6 16.6 0 0 0 5.1-2.6c.4-4.3-.7-8.1-3-11.4zM8.7 14.4c-1 0-1.8-.9-1.8-2s.8-2 1.8-2 1.8.9 1.8 2-.8 2-1.8 2zm6.6 0c-1 0-1.8-.9-1.8-2s.8-2 1.8-2 1.8.9 1.8 2-.8 2-1.8 2z",
      "#5865f2",
    ),
  ],
  oidc: [drawn("M15.5 7.5a4.5 4.5 0 1 1-3.2 7.7 4.5 4.5 0 0 1 3.2-7.7zM11.5 13.5 3 22m3-3 2.5 2.5")],
};

const symbols = Object.entries(MARKS).map(([kind, paths]) => `<symbol id="${kind}" viewBox="0 0 24 24">${paths.join("")}</symbol>`);

/** All marks in one picture. It is a file of its own, as a handful of them would not fit into a page's first round trip. */
export const PROVIDER_MARKS = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;

/** Where a mark is found. */
export const providerMarkPath = (kind: ProviderKind) => `/static/providers.svg#${kind}`;
