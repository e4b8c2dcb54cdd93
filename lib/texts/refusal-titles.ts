import { section } from "./section";

/** The heading of a refusal that has no form to go back to, by its code. */
export const refusalTitles = section({
  ours: {
    en: "Something went wrong on our side",
  },
  other: {
    en: "That did not work",
  },
  not_found: {
    en: "This page does not exist",
  },
  forbidden_origin: {
    en: "This form was sent from another site",
  },
  bad_request: {
    en: "We could not read that",
  },
  too_large: {
    en: "That was too much",
  },
  unsupported_media_type: {
    en: "We could not read that",
  },
  method_not_allowed: {
    en: "This page takes no form",
  },
  conflict: {
    en: "Somebody else was faster",
  },
  unknown_host: {
    en: "This host name is not served here",
  },
  invalid: {
    en: "We could not take that",
  },
  too_many_attempts: {
    en: "Too many attempts",
  },
  unavailable: {
    en: "We are busy just now",
  },
});
