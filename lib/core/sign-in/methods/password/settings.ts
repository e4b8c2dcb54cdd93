import { flag } from "@/lib/kernel/kept-settings";
import { methodSettings } from "../method";

/** Signing in with a password. */
export const settings = methodSettings(
  "Password",
  "Off: the pages ask for none, and none can be reset. Passwords are kept, for when it is on again.",
  {
    usernames: flag(false).meta({
      title: "Usernames",
      description: "Visitors choose a username when they sign up, and sign in with it or with their address.",
    }),
  },
);
