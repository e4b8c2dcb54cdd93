/** The pages of the documentation, in their order. */
export const DOCS_PAGES = [
  { path: "/docs", name: "Five minutes", text: "From nothing to the first signed-in user." },
  { path: "/docs/embed", name: "The modal", text: "Sign-in over your own page, with one script tag: attributes, methods, the event." },
  { path: "/docs/api", name: "The REST API", text: "Every operation, with code in four languages." },
  {
    path: "/docs/dialects",
    name: "Dialects",
    text: "Code for Fastgen, FastAuth, FastSchema or FastEditor: what to change in it.",
  },
  {
    path: "/docs/user-system",
    name: "Your user system",
    text: "New users go to a system of yours first; those it has move over as they sign in.",
  },
  { path: "/docs/webhooks", name: "Webhooks", text: "Your backend is told what happens: signed, retried, and logged." },
  { path: "/docs/security", name: "Security", text: "What is kept, what is never kept, and what stands in an attacker's way." },
] as const;
