import type { HostedSite, Problem, View } from "@/lib/hosted/view";
import { AppError } from "@/lib/kernel/errors";
import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";

type Shown = { readonly site: Pick<HostedSite, "name">; readonly t: Texts; readonly problem: (error: AppError) => Problem };
type State = { readonly name: string; readonly view: (shown: Shown) => View };

const email = "jane@example.com";
const signIn = { page: "sign-in", email, state: null, notice: null } as const;

/** The states in which an operator looks at the pages of a site, in the order of the switch. */
export const PREVIEW_STATES = {
  sign_in: { name: "Sign-in", view: () => ({ ...signIn, email: "", problem: null }) },
  error: { name: "Error", view: ({ problem }) => ({ ...signIn, problem: problem(new AppError("wrong_credentials")) }) },
  locked: {
    name: "Locked",
    view: ({ problem }) => ({ ...signIn, problem: problem(new AppError("too_many_attempts", { retryAfterS: 540 })) }),
  },
  sign_up: { name: "Sign-up", view: () => ({ page: "sign-up", email: "", name: "", state: null, problem: null }) },
  reset: { name: "Reset", view: () => ({ page: "reset-request", email: "", state: null, problem: null }) },
  code_sent: { name: "Code sent", view: () => ({ page: "verify-sent", email, state: null, needsPassword: false, problem: null }) },
  second_factor: {
    name: "Second factor",
    view: () => ({
      page: "second-factor",
      step: "",
      factor: "totp",
      factors: ["totp", "recovery_code"],
      trustDays: 30,
      state: null,
      problem: null,
    }),
  },
  signed_in: {
    name: "Signed in",
    view: ({ site, t }) => ({
      page: "notice",
      tone: "good",
      title: fill(t.signIn.signedIn, { site: site.name }),
      text: t.signIn.closePage,
      action: null,
      reference: null,
    }),
  },
} as const satisfies Record<string, State>;

export type PreviewState = keyof typeof PREVIEW_STATES;

export const isPreviewState = (text: string | null): text is PreviewState => text !== null && Object.hasOwn(PREVIEW_STATES, text);
