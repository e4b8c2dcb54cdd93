import { PALETTE } from "./palette";

const { light } = PALETTE;

/** The addresses behind the buttons, written out, for where a button cannot be clicked. */
export function RawLinks({ links }: { links: string[] }) {
  if (links.length === 0) return null;
  return (
    <p className="soft" style={{ margin: "20px 0 0", fontSize: 12, lineHeight: "18px", color: light.soft }}>
      If the {links.length > 1 ? "links do" : "button does"} not work, copy {links.length > 1 ? "the one you need" : "this address"} into
      your browser:
      {links.map((link) => (
        <span key={link}>
          <br />
          <a className="soft" href={link} style={{ color: light.soft, textDecoration: "underline", wordBreak: "break-all" }}>
            {link}
          </a>
        </span>
      ))}
    </p>
  );
}
