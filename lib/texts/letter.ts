import { section } from "./section";

/** What stands in every mail. */
export const letter = section({
  hello: {
    en: "Hello,",
  },
  helloName: {
    en: "Hello {name},",
  },
  thisSite: {
    en: "this site",
  },
  bothOnce: {
    en: "The link and the code work once, for {duration}.",
  },
  rawLink: {
    en: "If the button does not work, copy this address into your browser:",
  },
  rawLinks: {
    en: "If the links do not work, copy the one you need into your browser:",
  },
});
