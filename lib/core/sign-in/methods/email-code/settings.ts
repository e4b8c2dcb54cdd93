import { flag } from "@/lib/kernel/kept-settings";
import { methodSettings } from "../method";

/** Signing in with a code that is mailed, or with the link beside it. */
export const settings = methodSettings(
  "E-mail code",
  "A mail brings six digits and a link, which are good for five minutes. Without passwords, new users sign up this way too.",
  {
    create_users: flag(true).meta({
      title: "New users by code",
      description: "An address that nobody has becomes a user once its code is shown, while sign-ups are open.",
    }),
  },
);
