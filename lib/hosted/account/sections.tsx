import { Say } from "../parts/say";
import type { AccountSection } from "./section";
import type { AccountFacts } from "./told";

/** The sections of the account page, in its order. A section whose facts nobody tells does not compile. */
export const SECTIONS: { readonly [Id in keyof AccountFacts]: AccountSection<NonNullable<AccountFacts[Id]>> } = {
  profile: {
    path: "account/profile",
    icon: "profile",
    title: (t) => t.account.profile,
    summary: (t, { name }) => (name === null ? t.account.profileEmpty : <bdi>{name}</bdi>),
  },
  email: {
    path: "account/email",
    icon: "email",
    title: (t) => t.fields.email,
    summary: (t, { email, verified, pending }) =>
      pending === null ? (
        <Say text={verified ? t.account.emailVerified : t.account.emailUnverified} email={<bdi>{email}</bdi>} />
      ) : (
        <Say text={t.account.emailPending} email={<bdi>{pending}</bdi>} />
      ),
  },
  password: {
    path: "account/password",
    icon: "password",
    title: (t) => t.fields.password,
    summary: (t, { known }) => (known ? t.account.passwordSet : t.account.passwordNone),
  },
  passkeys: {
    path: "account/passkeys",
    icon: "passkey",
    title: (t) => t.passkeys.title,
    summary: (t, { names }) => (names.length > 0 ? <bdi>{names.join(", ")}</bdi> : t.passkeys.none),
  },
  sessions: {
    path: "account/sessions",
    icon: "sessions",
    title: (t) => t.account.sessions,
    summary: (t, { count }) => t.account.sessionsCount(count),
  },
  data: { path: "account/data", icon: "data", title: (t) => t.account.data, summary: (t) => t.account.dataSummary },
  delete: {
    path: "account/delete",
    icon: "remove",
    title: (t) => t.account.delete,
    summary: (t) => t.account.deleteSummary,
    grave: true,
  },
};
