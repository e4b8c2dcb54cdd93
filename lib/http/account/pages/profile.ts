import { changeOwnProfile } from "@/lib/core/self-service/change-own-profile";
import { ownProfile } from "@/lib/core/self-service/own-profile";
import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import type { SiteContext } from "@/lib/db/resolve";
import type { ProfileValues } from "@/lib/hosted/account/told";
import type { Problem, View } from "@/lib/hosted/view";
import { seeOther, view } from "../../hosted-page";
import { sitePath } from "../../hosted-response";
import type { AccountPage, AccountVisit } from "../account-page";

/** As much of what a site keeps about somebody as a page shows; the file with their data has all of it. */
const MOST_SHOWN = 20;
const LONGEST_SHOWN = 200;

const takesUsernames = ({ site }: SiteContext) => settingsOf(site.signIn, "password").usernames;

async function drawn({ context, signedIn, query }: AccountVisit, typed: Partial<ProfileValues>, problem: Problem | null): Promise<View> {
  const { name, firstName, lastName, username, locale, metadata } = await ownProfile(context, signedIn.user.id);
  const kept = { name, firstName, lastName, username, locale };
  const values = Object.fromEntries(Object.entries(kept).map(([field, value]) => [field, value ?? ""])) as ProfileValues;
  const shown = Object.entries(metadata as Record<string, unknown>).slice(0, MOST_SHOWN);
  return {
    page: "account-profile",
    values: { ...values, ...typed },
    usernames: takesUsernames(context),
    shown: shown.map(([field, value]) => ({ name: field.slice(0, LONGEST_SHOWN), value: textOf(value).slice(0, LONGEST_SHOWN) })),
    done: query.get("done") === "saved",
    problem,
  };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** What the visitor is called, and the language that they are spoken to in. */
export const profilePage: AccountPage = {
  path: "account/profile",
  show: async (visit) => view(await drawn(visit, {}, null)),
  async submit({ context, form, signedIn }) {
    const { name, firstName, lastName, username, locale } = form;
    await changeOwnProfile(context, signedIn.user.id, { name, firstName, lastName, username, locale }, takesUsernames(context));
    return seeOther(sitePath(context.site, "account/profile", { done: "saved" }));
  },
  refused: (visit, problem) => {
    const { name = "", firstName = "", lastName = "", username = "", locale = "" } = visit.form;
    return drawn(visit, { name, firstName, lastName, username, locale }, problem);
  },
};
