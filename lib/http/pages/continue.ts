import { goOn } from "../go-on";
import type { HostedPage } from "../hosted-page";
import { seeOther } from "../hosted-response";

/** Goes on as whoever is signed in in this browser. The sign-in page asks; this is what its button does. */
export const continuePage: HostedPage = {
  asksWho: true,
  ownFormsOnly: true,
  show: ({ path, state }) => seeOther(path("login", state === null ? {} : { state })),
  submit: goOn,
};
