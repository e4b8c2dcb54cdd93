import { type CSSProperties, Fragment } from "react";
import type { Letterhead } from "@/lib/mail/letterhead";
import { Button } from "./button";
import { CodePanel } from "./code-panel";
import { greeting, type Letter, linksOf } from "./letter";
import { Masthead } from "./masthead";
import { PALETTE, paletteOf } from "./palette";
import { RawLinks } from "./raw-links";
import { styleSheets } from "./style-sheets";

const { light } = PALETTE;
const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
/** Fills the inbox preview, so that it does not run on into the body. */
const FILLER = "\u034f\u200c\u00a0".repeat(90);

const hidden: CSSProperties = {
  display: "none",
  maxHeight: 0,
  maxWidth: 0,
  overflow: "hidden",
  opacity: 0,
  fontSize: 1,
  lineHeight: "1px",
};
const paragraph: CSSProperties = { margin: "0 0 16px", fontSize: 16, lineHeight: "26px", color: light.ink };
const note: CSSProperties = { margin: "0 0 8px", fontSize: 14, lineHeight: "22px", color: light.soft };
const card: CSSProperties = { padding: "40px 44px", backgroundColor: light.card, border: `1px solid ${light.line}`, borderRadius: 16 };

/** The one look of all our mails: a quiet card with the site's name, one button, and the small print below a rule. */
export function Layout({ letter, head }: { letter: Letter; head: Letterhead }) {
  const { t, subject, preview, sender, heading, opening, facts = [], added = [], button, code, other, notes, calm } = letter;
  const palette = paletteOf(head);
  return (
    <html lang={t.language} dir={t.dir}>
      <head>
        <meta httpEquiv="Content-Type" content="text/html; charset=utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <meta name="x-apple-disable-message-reformatting" />
        <title>{subject}</title>
        {styleSheets(palette.dark).map((sheet) => (
          <style key={sheet}>{sheet}</style>
        ))}
      </head>
      <body className="page" style={{ margin: 0, padding: 0, backgroundColor: light.page, fontFamily: FONT }}>
        <div style={hidden}>
          {preview}
          {FILLER}
        </div>
        <table className="page" role="presentation" width="100%" cellPadding={0} cellSpacing={0} style={{ backgroundColor: light.page }}>
          <tbody>
            <tr>
              <td className="outer" align="center" style={{ padding: "48px 16px 64px", fontFamily: FONT }}>
                <wbr data-ghost="open" />
                <table
                  role="presentation"
                  width="100%"
                  cellPadding={0}
                  cellSpacing={0}
                  style={{ width: "100%", maxWidth: 520, textAlign: t.dir === "rtl" ? "right" : "left" }}
                >
                  <tbody>
                    <tr>
                      <td className="card" style={card}>
                        <Masthead name={sender} dir={t.dir} logo={head.logo} light={palette.light} />
                        <h1
                          className="ink"
                          style={{
                            margin: "0 0 20px",
                            fontSize: 24,
                            lineHeight: "32px",
                            fontWeight: 700,
                            letterSpacing: t.language === "ar" ? 0 : "-0.01em",
                            color: light.ink,
                          }}
                        >
                          {heading}
                        </h1>
                        <p className="ink" style={{ ...paragraph, overflowWrap: "anywhere" }}>
                          {greeting(letter)}
                        </p>
                        {[opening, ...added].map((text, index) => (
                          <p
                            key={text}
                            className="ink"
                            style={{ ...paragraph, margin: index < added.length ? "0 0 16px" : "0 0 28px", overflowWrap: "anywhere" }}
                          >
                            {text}
                          </p>
                        ))}
                        {facts.length > 0 && (
                          <p className="ink" style={{ ...paragraph, margin: "0 0 28px", overflowWrap: "anywhere" }}>
                            {facts.map((fact) => (
                              <Fragment key={fact}>
                                {fact}
                                <br />
                              </Fragment>
                            ))}
                          </p>
                        )}
                        {button && <Button {...button} light={palette.light} />}
                        {code && <CodePanel {...code} />}
                        {other && (
                          <p className="ink" style={{ ...paragraph, margin: "24px 0 0" }}>
                            {other.lead}{" "}
                            <a className="ink" href={other.link} style={{ color: light.ink, textDecoration: "underline" }}>
                              {other.label}
                            </a>
                          </p>
                        )}
                        <div
                          className="rule"
                          style={{ margin: "32px 0 24px", borderTop: `1px solid ${light.line}`, fontSize: 1, lineHeight: "1px" }}
                        >
                          &nbsp;
                        </div>
                        {[...notes, calm].map((text) => (
                          <p key={text} className="soft" style={{ ...note, overflowWrap: "anywhere" }}>
                            {text}
                          </p>
                        ))}
                        <RawLinks t={t} links={linksOf(letter)} />
                      </td>
                    </tr>
                  </tbody>
                </table>
                <wbr data-ghost="close" />
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </html>
  );
}
