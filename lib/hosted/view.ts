import type { FactorId } from "@/lib/core/sign-in/factors";
import type { MethodId } from "@/lib/core/sign-in/methods";
import type { SignInSettings } from "@/lib/core/sign-in/methods/settings";
import type { ProviderKind } from "@/lib/core/sign-in/methods/social/presets";
import type { AccountFacts, ConfirmOffers, FactorShown, LinkedShown, PasskeyShown, ProfileValues, SessionShown } from "./account/told";
import type { Brand } from "./brand";
import type { ModuleId } from "./modules";

/** A site as its hosted pages show it. */
export type HostedSite = {
  readonly name: string;
  readonly slug: string;
  /** Host name of where a visitor goes after signing in, e.g. "shop.example". Null: nowhere is configured. */
  readonly destination: string | null;
  /** Where the way back to the site leads; null: no such link. */
  readonly cancelHref: string | null;
  readonly signUps: boolean;
  /** Its colours, shapes and logo. Left out: the usual ones. */
  readonly brand?: Brand;
  /** The ways to sign in that are on, in the site's order. */
  readonly methods: readonly MethodId[];
  /** What is set for each of them. */
  readonly signIn: SignInSettings;
  /** The frame of a customer's page that this page stands in. Null, or left out: it stands alone. */
  readonly frame?: HostedFrame | null;
  /** The page of the visitor's own account that they are on their way to, as a path below the site's. Null, or left out: none. */
  readonly to?: string | null;
  /** The languages that were asked for by address; they go along to every page that follows. */
  readonly uiLocales?: string | null;
  /** What the customer's application binds the callback token to; it goes along likewise. Null, or left out: nothing. */
  readonly codeChallenge?: string | null;
  /** What a browser has to solve before the form of this page is taken, as JSON. Null, or left out: nothing. */
  readonly challenge?: string | null;
  /** Whether the page can be asked for once more in another language. */
  readonly picks?: boolean;
};

/** A frame of a customer's page, opened by our widget. */
export type HostedFrame = {
  /** The registered origin that opened it, and the only one that is told anything. Null: nobody is. */
  readonly origin: string | null;
  /** What the widget knows this opening by. */
  readonly nonce: string;
  /** What is done here, as the page around is told. */
  readonly action: "login" | "signup" | "reset_password";
  /** What a form is known by as the one that asked for a mail. Our cookie does not come along into a frame. */
  readonly flow: string | null;
};

/** A provider, as its button needs it. */
export type ShownProvider = { readonly id: string; readonly kind: ProviderKind; readonly name: string };

/** Somebody who has just signed in, as the page around the frame is told. */
export type HandedOver = {
  readonly user: { readonly id: number; readonly email: string; readonly name: string | null };
  /** The callback token. */
  readonly token: string;
  /** The callback with its token; null: the site has none. */
  readonly redirect: string | null;
};

/** Why a form came back. `form` stands at the top of the card, `fields` beside their fields; never both for one thing. */
export type Problem = {
  readonly status: number;
  readonly form: string | null;
  readonly fields: Readonly<Record<string, string>>;
  /** For 429 and 503: when another try makes sense. */
  readonly retryAfterS: number | null;
  /** The refusal's code, for programs. */
  readonly code?: string;
  /** For 500 and above: what to tell support. */
  readonly reference: string | null;
};

/** Everything that a hosted page can show. Each is drawn by the component of the same name in `pages/`. */
export type View =
  /** The sign-in form. `notice` says what just went well, e.g. after a new password; `method` is the way that was asked for, if any. */
  | {
      readonly page: "sign-in";
      readonly method?: MethodId;
      readonly email: string;
      readonly state: string | null;
      readonly notice: string | null;
      /** Who else signs somebody in here. Left out: nobody. */
      readonly providers?: readonly ShownProvider[];
      /** The way by which this browser signed in last: a method's or a provider's id. Null, or left out: nobody knows. */
      readonly lastUsed?: string | null;
      readonly problem: Problem | null;
    }
  | {
      readonly page: "sign-up";
      readonly providers?: readonly ShownProvider[];
      readonly email: string;
      readonly name: string;
      readonly username?: string;
      readonly state: string | null;
      readonly problem: Problem | null;
    }
  /** Asks for the address to send a reset mail to. */
  | { readonly page: "reset-request"; readonly email: string; readonly state: string | null; readonly problem: Problem | null }
  /** After that: the mail is on its way if there is an account; its code and a new password may be typed here. */
  | { readonly page: "reset-sent"; readonly email: string; readonly state: string | null; readonly problem: Problem | null }
  /** Opened from the mail's link: a new password. */
  | { readonly page: "reset-confirm"; readonly token: string; readonly problem: Problem | null }
  /** Asks for the address to send the proof's mail to again. */
  | { readonly page: "verify-request"; readonly email: string; readonly state: string | null; readonly problem: Problem | null }
  /** The visitor has to prove the address first; the mail's code may be typed here. */
  | {
      readonly page: "verify-sent";
      readonly email: string;
      readonly state: string | null;
      /** Asked for without a password: whether there is a mail is not said. */
      readonly maybe?: boolean;
      readonly needsPassword: boolean;
      readonly problem: Problem | null;
    }
  /** Opened from the mail's link: one button. In another browser than the one that signed up, the password as well. */
  | { readonly page: "verify-confirm"; readonly token: string; readonly needsPassword: boolean; readonly problem: Problem | null }
  /** Between the two factors of a sign-in. `step` is what its forms carry. */
  | {
      readonly page: "second-factor";
      readonly step: string;
      /** The one that is asked for, and all that the visitor could show instead. */
      readonly factor: FactorId;
      readonly factors: readonly FactorId[];
      /** For a passkey: what the browser is to be asked for. Left out, or null: it is another one. */
      readonly options?: string | null;
      /** For how long the browser may be trusted; 0: not at all. */
      readonly trustDays: number;
      readonly state: string | null;
      readonly problem: Problem | null;
    }
  /** The visitor has to set up a second factor before they go on. */
  | {
      readonly page: "second-factor-set-up";
      readonly step: string;
      readonly secret: string;
      /** The same for an app, as an `otpauth:` address. */
      readonly uri: string;
      readonly state: string | null;
      readonly problem: Problem | null;
    }
  /** The recovery codes that came with it, shown once. */
  | {
      readonly page: "recovery-codes";
      readonly step: string;
      readonly codes: readonly string[];
      readonly state: string | null;
      readonly problem: Problem | null;
    }
  /** After a code was mailed that signs in: it is typed here. */
  | {
      readonly page: "code-sent";
      /** Masked. */
      readonly email: string;
      /** What the one who asked was given, to come back with. */
      readonly device: string;
      readonly state: string | null;
      /** Whether it is not said if there is a mail. */
      readonly maybe: boolean;
      readonly notice: string | null;
      /** Where the mails of that address are read, as far as that is known. */
      readonly mailApp: { readonly name: string; readonly href: string } | null;
      readonly problem: Problem | null;
    }
  /** Opened from that mail's link: one button. `asked`: where it was asked for, when that was not here. */
  | {
      readonly page: "code-link";
      readonly token: string;
      readonly email: string;
      readonly state: string | null;
      readonly asked: { readonly browser: string | null; readonly ip: string | null; readonly ago: string } | null;
      readonly problem: Problem | null;
    }
  /** Somebody is signed in in this browser already: they go on as who they are, or as somebody else. */
  | {
      readonly page: "continue";
      readonly email: string;
      readonly name: string | null;
      /** Which session it is about, so that the button does what the page said. */
      readonly session: string;
      readonly state: string | null;
    }
  /** The visitor's own account: what there is to see and to change. */
  | { readonly page: "account"; readonly email: string; readonly name: string | null; readonly facts: AccountFacts }
  | {
      readonly page: "account-profile";
      readonly values: ProfileValues;
      /** Whether the site lets its visitors choose a username. */
      readonly usernames: boolean;
      /** What the site keeps about them and shows them. */
      readonly shown: readonly { readonly name: string; readonly value: string }[];
      readonly done: boolean;
      readonly problem: Problem | null;
    }
  | {
      readonly page: "account-email";
      readonly email: string;
      readonly verified: boolean;
      /** The address that was asked for and waits for its proof. */
      readonly pending: string | null;
      /** Of the link that was opened: one button confirms it. */
      readonly token: string | null;
      readonly typed: string;
      readonly done: boolean;
      readonly problem: Problem | null;
    }
  | {
      readonly page: "account-password";
      readonly email: string;
      /** Whether there is one, which is then asked for. */
      readonly known: boolean;
      readonly done: boolean;
      readonly problem: Problem | null;
    }
  | { readonly page: "account-sessions"; readonly sessions: readonly SessionShown[]; readonly done: boolean }
  | { readonly page: "account-data" }
  | { readonly page: "account-delete"; readonly email: string }
  /** Before something grave: the visitor proves once more who they are. */
  | { readonly page: "account-confirm"; readonly email: string; readonly offers: ConfirmOffers; readonly problem: Problem | null }
  /** The visitor's passkeys. `options` is what the browser is told to make another; null: they prove first who they are. */
  | {
      readonly page: "account-passkeys";
      readonly passkeys: readonly PasskeyShown[];
      readonly options: string | null;
      readonly notice: string | null;
      readonly problem: Problem | null;
    }
  /** One of them. */
  | { readonly page: "account-passkey"; readonly passkey: PasskeyShown; readonly problem: Problem | null }
  /** On the way back after a sign-in: a passkey for the next time. `options` is what the browser is told to make; null: it is too late to. */
  | {
      readonly page: "passkey-offer";
      readonly options: string | null;
      /** Whether the browser may make one by itself, where it can. */
      readonly unasked: boolean;
      /** Which session it is about, so that the button does what the page said. */
      readonly session: string;
      readonly state: string | null;
      readonly problem: Problem | null;
    }
  /** The visitor's accounts elsewhere, and where another one can be linked. */
  | {
      readonly page: "account-linked";
      readonly accounts: readonly LinkedShown[];
      readonly providers: readonly ShownProvider[];
      readonly notice: string | null;
      readonly problem: Problem | null;
    }
  /** The second step of the visitor's own sign-in. */
  | {
      readonly page: "account-factor";
      readonly factor: FactorShown;
      readonly policy: SignInSettings["second_factor"]["policy"];
      readonly notice: string | null;
      readonly problem: Problem | null;
    }
  /** An authenticator app is being set up there. */
  | {
      readonly page: "account-factor-set-up";
      readonly step: string;
      readonly secret: string;
      readonly uri: string;
      /** Whether it takes the place of another one. */
      readonly replaces: boolean;
      readonly problem: Problem | null;
    }
  /** New recovery codes, shown once. */
  | { readonly page: "account-factor-codes"; readonly codes: readonly string[] }
  /** On the way to a provider. */
  | { readonly page: "leaving"; readonly provider: string; readonly href: string }
  | { readonly page: "sign-out" }
  /** In a frame, after signing in: the page around is told. */
  | ({ readonly page: "handed-over" } & HandedOver)
  /** One message, with at most one way on. */
  | {
      readonly page: "notice";
      readonly tone: "good" | "bad";
      readonly title: string;
      readonly text: string;
      readonly action: { readonly label: string; readonly href: string } | null;
      readonly reference: string | null;
      /** For a refusal: its code, for programs. */
      readonly code?: string;
    }
  /** The first operator takes possession of the installation. No site. */
  | { readonly page: "owner"; readonly token: string; readonly email: string; readonly name: string; readonly problem: Problem | null };

/** A finished page and what its content security policy has to allow. */
export type RenderedPage = {
  readonly html: string;
  /** `'sha256-…'` of each inline style sheet and script. */
  readonly styleHashes: readonly string[];
  readonly scriptHashes: readonly string[];
  /** The modules that it loads. */
  readonly modules: readonly ModuleId[];
};
