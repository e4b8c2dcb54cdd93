import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import type { PasskeyShown } from "./told";

/** What there is to say of a passkey: its name, who keeps it, since when, and when it was last used. */
export function PasskeyFacts({ t, passkey: { name, provider, created, used } }: { t: Texts; passkey: PasskeyShown }) {
  const facts = [
    provider,
    fill(t.passkeys.added, { when: created }),
    used === null ? t.passkeys.neverUsed : fill(t.passkeys.used, { when: used }),
  ].filter((fact) => fact !== null);
  return (
    <div>
      <b>
        <bdi>{name}</bdi>
      </b>
      <p className="hint">{facts.join(" · ")}</p>
    </div>
  );
}
