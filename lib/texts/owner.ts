import { section } from "./section";

/** Taking possession of a new installation. */
export const owner = section({
  title: {
    en: "Welcome to Signin Fast",
  },
  lead: {
    en: "This installation is new and has no owner yet. Make it yours.",
  },
  submit: {
    en: "Become the owner",
  },
  deadLink: {
    en: "Whoever runs this installation gets a new one in its folder with: npm run -s signin -- owner-link",
  },
});
