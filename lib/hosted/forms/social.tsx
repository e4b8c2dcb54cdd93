import { ProviderButtons } from "../parts/provider-buttons";
import type { MethodForm } from "./method-form";

/** Signing in at another provider: a button for each. A site that has none shows nothing. */
export const social: MethodForm = {
  fields: [],
  isShown: ({ providers }) => providers !== undefined && providers.length > 0,
  Form: (props) => <ProviderButtons {...props} />,
};
