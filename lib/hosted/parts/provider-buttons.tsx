import { fill } from "@/lib/texts/fill";
import type { PageProps } from "../page";
import { LastUsed } from "../parts/last-used";
import { Say } from "../parts/say";
import { sitePath } from "../parts/site-link";
import { ProviderMark } from "./provider-mark";

/** More of them stand in two columns, by their names alone. */
const IN_ONE_COLUMN = 4;

/**
 * A button for each provider. In a frame it opens a window of its own: providers refuse to be shown in one.
 *
 * All look alike but for the mark, as each provider's rules allow.
 */
export function ProviderButtons({ site, view, t }: PageProps<"sign-in"> | PageProps<"sign-up">) {
  const { frame } = site;
  const many = (view.providers?.length ?? 0) > IN_ONE_COLUMN;
  const last = view.page === "sign-in" ? view.lastUsed : null;
  const stays = {
    ...(frame ? { page: frame.action, origin: frame.origin ?? "", nonce: frame.nonce } : {}),
    ...(!frame && site.to ? { to: site.to } : {}),
    ...(view.state === null ? {} : { state: view.state }),
    ...(site.codeChallenge ? { code_challenge: site.codeChallenge } : {}),
    ...(site.uiLocales ? { ui_locales: site.uiLocales } : {}),
  };
  return (
    <form
      className={many ? "ways many" : "ways"}
      method="post"
      action={sitePath(site.slug, "social/start", stays)}
      {...(frame ? { target: `signin-fast-${frame.nonce}` } : {})}
    >
      {view.providers?.map(({ id, kind, name }) => (
        <button
          key={id}
          className="button second"
          type="submit"
          name="provider"
          value={id}
          aria-label={
            many ? [fill(t.social.continueWith, { provider: name }), last === id && t.ways.lastUsed].filter(Boolean).join(", ") : undefined
          }
        >
          <ProviderMark kind={kind} />
          <span>{many ? name : <Say text={t.social.continueWith} provider={name} />}</span>
          <LastUsed t={t} last={last} way={id} />
        </button>
      ))}
    </form>
  );
}
