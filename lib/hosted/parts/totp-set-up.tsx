import type { Texts } from "@/lib/texts";
import type { Problem } from "../view";
import { CodeField } from "./code-field";
import { QrCode } from "./qr-code";

type TotpSetUpProps = { t: Texts; secret: string; uri: string; problem: Problem | null };

/** How an authenticator app learns a secret, by its picture, by hand, or on the same device; and the code that shows it has. */
export function TotpSetUp({ t, secret, uri, problem }: TotpSetUpProps) {
  return (
    <>
      <div className="field">
        <p>{t.secondFactor.scan}</p>
        <QrCode text={uri} title={t.secondFactor.qr} />
        <p className="hint">{t.secondFactor.manual}</p>
        <code className="key" dir="ltr">
          {secret.match(/.{1,4}/g)?.join(" ")}
        </code>
        <p className="links">
          <a href={uri}>{t.secondFactor.open}</a>
        </p>
      </div>
      <CodeField t={t} label={t.secondFactor.code} title={t.secondFactor.codeTitle} problem={problem} />
    </>
  );
}
