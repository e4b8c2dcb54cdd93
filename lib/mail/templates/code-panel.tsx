import { PALETTE } from "./palette";

const { light } = PALETTE;
const MONOSPACE = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

/**
 * The code in large digits with a sentence above it.
 *
 * The space between the digits is a style, so copying takes the bare digits and a phone can offer them for filling in. Screen
 * readers read them one by one.
 */
export function CodePanel({ lead, digits }: { lead: string; digits: string }) {
  return (
    <>
      <p className="ink" style={{ margin: "28px 0 12px", fontSize: 16, lineHeight: "26px", color: light.ink }}>
        {lead}
      </p>
      <table role="presentation" width="100%" cellPadding={0} cellSpacing={0}>
        <tbody>
          <tr>
            <td
              className="well ink"
              align="center"
              style={{
                padding: "18px 0 18px 10px",
                backgroundColor: light.well,
                borderRadius: 12,
                color: light.ink,
                fontFamily: MONOSPACE,
                fontSize: 32,
                lineHeight: "40px",
                fontWeight: 600,
                letterSpacing: 10,
                whiteSpace: "nowrap",
              }}
            >
              {digits}
            </td>
          </tr>
        </tbody>
      </table>
    </>
  );
}
