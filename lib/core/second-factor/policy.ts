import type { SiteContext } from "@/lib/db/resolve";

/** What a site has set about second factors. */
export type SecondFactorPolicy = {
  /** `off`: nobody can set one up; whoever has one is asked for it still. `required`: everybody has to. */
  readonly policy: "off" | "optional" | "required";
  /** For how long a browser may be trusted. 0: not at all. */
  readonly trustDays: number;
};

/** A site's own. */
export function secondFactorPolicy(_site: SiteContext): SecondFactorPolicy {
  return { policy: "optional", trustDays: 30 };
}
