import type { Texts } from "@/lib/texts";
import { PALETTE } from "./palette";

const { light } = PALETTE;

/** The addresses behind the buttons, written out, for where a button cannot be clicked. */
export function RawLinks({ t, links }: { t: Texts; links: string[] }) {
  if (links.length === 0) return null;
  return (
    <p className="soft" style={{ margin: "20px 0 0", fontSize: 12, lineHeight: "18px", color: light.soft }}>
      {links.length > 1 ? t.letter.rawLinks : t.letter.rawLink}
      {links.map((link) => (
        <span key={link}>
          <br />
          <a className="soft" dir="ltr" href={link} style={{ color: light.soft, textDecoration: "underline", wordBreak: "break-all" }}>
            {link}
          </a>
        </span>
      ))}
    </p>
  );
}
