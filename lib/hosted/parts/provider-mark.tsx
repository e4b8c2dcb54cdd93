import type { ProviderKind } from "@/lib/core/sign-in/methods/social/presets";
import { providerMarkPath } from "../provider-marks";

/** The mark of a provider beside its name. */
export function ProviderMark({ kind }: { kind: ProviderKind }) {
  return (
    <svg width="20" height="20" aria-hidden="true">
      <use href={providerMarkPath(kind)} />
    </svg>
  );
}
