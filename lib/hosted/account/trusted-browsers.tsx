import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import type { BrowserShown } from "./told";

/** The browsers in which somebody need not take the second step, each with the way to end that. */
export function TrustedBrowsers({ t, action, browsers }: { t: Texts; action: string; browsers: readonly BrowserShown[] }) {
  return (
    <>
      <h2>{t.accountFactor.browsers}</h2>
      <p className="hint">{t.accountFactor.browsersLead}</p>
      <ul className="list">
        {browsers.map(({ id, browser, system, until, current }) => {
          const name = [browser, system].filter(Boolean).join(" · ") || t.accountSessions.unknownDevice;
          return (
            <li key={id}>
              <div>
                <b>{name}</b> {current && <span className="badge">{t.accountSessions.thisBrowser}</span>}
                <p className="hint">{fill(t.accountFactor.until, { when: until })}</p>
              </div>
              <form method="post" action={action}>
                <button className="plain" type="submit" name="forget" value={id}>
                  {t.accountFactor.forget}
                </button>
              </form>
            </li>
          );
        })}
      </ul>
    </>
  );
}
