import type { Palette } from "./palette";

/**
 * The one button of a mail.
 *
 * A table cell carries the colour and the link carries the padding as a border of the same colour: Outlook on Windows
 * ignores padding on links, and everywhere else the whole button is to be clicked.
 */
export function Button({ label, link, light }: { label: string; link: string; light: Palette }) {
  return (
    <table className="wide" role="presentation" cellPadding={0} cellSpacing={0}>
      <tbody>
        <tr>
          <td className="button" align="center" style={{ backgroundColor: light.button, borderRadius: 10 }}>
            <a
              className="button label"
              href={link}
              style={{
                display: "block",
                backgroundColor: light.button,
                border: `solid ${light.button}`,
                borderWidth: "13px 28px",
                borderRadius: 10,
                color: light.label,
                fontSize: 16,
                lineHeight: "22px",
                fontWeight: 600,
                textAlign: "center",
                textDecoration: "none",
              }}
            >
              {label}
            </a>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
