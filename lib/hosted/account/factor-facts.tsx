import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import { type FactorShown, FEW_CODES } from "./told";

type FactorFactsProps = {
  t: Texts;
  action: string;
  factor: FactorShown;
  /** Whether another app may be set up. */
  changes: boolean;
};

/** What somebody has for the second step, each with the way to change it. */
export function FactorFacts({ t, action, factor: { app, codesLeft }, changes }: FactorFactsProps) {
  const few = codesLeft <= FEW_CODES;
  return (
    <>
      {few && (
        <div className="note bad">
          <p>
            {t.factorMail.left(codesLeft)} {t.accountFactor.few}
          </p>
        </div>
      )}
      <ul className="list">
        {app && (
          <li>
            <div>
              <b>{t.accountFactor.app}</b>
              <p className="hint">
                {fill(t.passkeys.added, { when: app.created })}
                {app.used !== null && ` · ${fill(t.passkeys.used, { when: app.used })}`}
              </p>
            </div>
            {changes && (
              <form method="post" action={action}>
                <button className="plain" type="submit" name="act" value="begin">
                  {t.accountFactor.replace}
                </button>
              </form>
            )}
          </li>
        )}
        <li>
          <div>
            <b>{t.accountFactor.codes}</b>
            <p className="hint">
              {!few && t.factorMail.left(codesLeft)} {t.accountFactor.renewHint}
            </p>
          </div>
          <form method="post" action={action}>
            <button className="plain" type="submit" name="act" value="codes">
              {t.accountFactor.renew}
            </button>
          </form>
        </li>
      </ul>
    </>
  );
}
