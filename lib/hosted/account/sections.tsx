import { Say } from "../parts/say";
import type { AccountSection } from "./section";
import { type AccountFacts, FEW_CODES } from "./told";

/** The sections of the account page, in its order. A section whose facts nobody tells does not compile. */
export const SECTIONS: { readonly [Id in keyof AccountFacts]: AccountSection<NonNullable<AccountFacts[Id]>> } = {
  profile: {
    path: "account/profile",
    icon: "profile",
    title: (t) => t.accountProfile.title,
    summary: (t, { name }) => (name === null ? t.accountProfile.empty : <bdi>{name}</bdi>),
  },
  email: {
    path: "account/email",
    icon: "email",
    title: (t) => t.fields.email,
    summary: (t, { email, verified, pending }) =>
      pending === null ? (
        <Say text={verified ? t.accountEmail.verified : t.accountEmail.unverified} email={<bdi>{email}</bdi>} />
      ) : (
        <Say text={t.accountEmail.pending} email={<bdi>{pending}</bdi>} />
      ),
  },
  password: {
    path: "account/password",
    icon: "password",
    title: (t) => t.fields.password,
    summary: (t, { known }) => (known ? t.accountPassword.set : t.accountPassword.none),
  },
  passkeys: {
    path: "account/passkeys",
    icon: "passkey",
    title: (t) => t.passkeys.title,
    summary: (t, { names }) => (names.length > 0 ? <bdi>{names.join(", ")}</bdi> : t.passkeys.none),
  },
  linked: {
    path: "account/linked",
    icon: "linked",
    title: (t) => t.social.linkedTitle,
    summary: (t, { providers }) => (providers.length > 0 ? <bdi>{providers.join(", ")}</bdi> : t.social.noneLinked),
  },
  factor: {
    path: "account/second-factor",
    icon: "factor",
    title: (t) => t.accountFactor.title,
    summary: (t, { on, codesLeft }) => {
      if (!on) return t.accountFactor.off;
      return codesLeft > FEW_CODES ? t.accountFactor.on : t.factorMail.left(codesLeft);
    },
  },
  sessions: {
    path: "account/sessions",
    icon: "sessions",
    title: (t) => t.accountSessions.title,
    summary: (t, { count }) => t.accountSessions.count(count),
  },
  data: { path: "account/data", icon: "data", title: (t) => t.accountData.title, summary: (t) => t.accountData.summary },
  delete: {
    path: "account/delete",
    icon: "remove",
    title: (t) => t.accountDelete.title,
    summary: (t) => t.accountDelete.summary,
    grave: true,
  },
};
