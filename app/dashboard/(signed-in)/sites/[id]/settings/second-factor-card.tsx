import { SIGN_IN_SETTINGS } from "@/lib/core/sign-in/methods/settings";
import type { Site } from "@/lib/core/sites/site";
import { Card } from "@/lib/ui/card";
import { SecondFactorForm } from "./second-factor-form";
import { optionsOf } from "./way-option";

type Props = { readonly siteId: string; readonly site: Pick<Site, "signIn" | "updatedAt"> };

/** What a site has set about second factors. What there is to set is read from the rules of the settings. */
export function SecondFactorCard({ siteId, site: { signIn, updatedAt } }: Props) {
  const options = optionsOf(SIGN_IN_SETTINGS.second_factor.shape, signIn.second_factor);
  return (
    <Card
      title="Two-step sign-in"
      text="After the password, a code from an app on the user's phone, a passkey, or a recovery code. Users turn it on at their account page."
    >
      <SecondFactorForm siteId={siteId} options={options} updatedAt={updatedAt.toISOString()} />
    </Card>
  );
}
