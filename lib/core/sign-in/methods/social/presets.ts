import type { Claims, ReadProfile } from "./profile";
import { discordProfile } from "./read-discord";
import { githubProfile } from "./read-github";

/** How one provider is spoken to. */
export type Preset = {
  /** As it stands on the button unless the customer says otherwise. */
  readonly name: string;
  /** Whom its tokens are from. Null: the customer says. */
  readonly issuer: string | null;
  /** Whether the customer may name another issuer: a server or a directory of their own. */
  readonly issuerMayDiffer: boolean;
  /** What it is asked to tell of somebody. */
  readonly scopes: readonly string[];
  /** What else goes along with the authorization request. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whether what it says of an address can be believed. */
  readonly provesEmail: (claims: Claims) => boolean;
  /** For a provider that speaks OAuth 2 and no OpenID Connect: its addresses, and how it is asked who somebody is. */
  readonly oauth?: {
    readonly endpoints: (issuer: string) => { readonly authorization_endpoint: string; readonly token_endpoint: string };
    readonly readProfile: ReadProfile;
  };
};

const OPENID = ["openid", "email", "profile"] as const;

/** Some say it as a text. */
const saysVerified: Preset["provesEmail"] = ({ email_verified: verified }) => verified === true || verified === "true";

/** Personal accounts at Microsoft. */
const MICROSOFT_PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** Every provider that a site can offer. The last one is any other that speaks OpenID Connect. */
export const PRESETS = {
  google: {
    name: "Google",
    issuer: "https://accounts.google.com",
    issuerMayDiffer: false,
    scopes: OPENID,
    parameters: { prompt: "select_account" },
    provesEmail: saysVerified,
  },
  github: {
    name: "GitHub",
    issuer: "https://github.com",
    issuerMayDiffer: true,
    scopes: ["read:user", "user:email"],
    provesEmail: saysVerified,
    oauth: {
      endpoints: (issuer) => ({
        authorization_endpoint: `${issuer}/login/oauth/authorize`,
        token_endpoint: `${issuer}/login/oauth/access_token`,
      }),
      readProfile: githubProfile,
    },
  },
  microsoft: {
    name: "Microsoft",
    issuer: "https://login.microsoftonline.com/common/v2.0",
    issuerMayDiffer: true,
    scopes: OPENID,
    parameters: { prompt: "select_account" },
    // SECURITY: the administrator of any directory writes whatever address they like into it. Microsoft vouches for those of
    // personal accounts, and for those whose domain the directory has proved, where the application asks to be told.
    provesEmail: ({ tid, xms_edov: proved }) => tid === MICROSOFT_PERSONAL || proved === true || proved === 1 || proved === "1",
  },
  apple: {
    name: "Apple",
    issuer: "https://appleid.apple.com",
    issuerMayDiffer: false,
    scopes: ["openid", "email", "name"],
    parameters: { response_mode: "form_post" },
    provesEmail: saysVerified,
  },
  gitlab: { name: "GitLab", issuer: "https://gitlab.com", issuerMayDiffer: true, scopes: OPENID, provesEmail: saysVerified },
  discord: {
    name: "Discord",
    issuer: "https://discord.com",
    issuerMayDiffer: false,
    scopes: ["identify", "email"],
    provesEmail: saysVerified,
    oauth: {
      endpoints: (issuer) => ({
        authorization_endpoint: `${issuer}/oauth2/authorize`,
        token_endpoint: `${issuer}/api/oauth2/token`,
      }),
      readProfile: discordProfile,
    },
  },
  oidc: { name: "OpenID Connect", issuer: null, issuerMayDiffer: true, scopes: OPENID, provesEmail: saysVerified },
} as const satisfies Record<string, Preset>;

export type ProviderKind = keyof typeof PRESETS;

export const PROVIDER_KINDS = Object.keys(PRESETS) as ProviderKind[];

/** How a provider of this kind is spoken to. */
export const presetOf = (kind: ProviderKind): Preset => PRESETS[kind];
