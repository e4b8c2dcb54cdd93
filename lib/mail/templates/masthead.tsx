import { PALETTE } from "./palette";

const { light } = PALETTE;

/**
 * Who writes: a tile with the first letter of the site's name, and the name.
 *
 * Drawn from text, because most mail programs hold pictures back until they are asked. A name that starts with neither a
 * letter nor a digit gets no tile; the tile is decoration, so screen readers skip it.
 */
export function Masthead({ name, dir }: { name: string; dir: "ltr" | "rtl" }) {
  const initial = /^\u2068?([\p{L}\p{N}])/u.exec(name)?.[1]?.toUpperCase();
  return (
    <table role="presentation" cellPadding={0} cellSpacing={0} style={{ margin: "0 0 32px" }}>
      <tbody>
        <tr>
          {initial && (
            <td width={36} valign="top">
              <div className="button label" aria-hidden="true" style={tile}>
                {initial}
              </div>
            </td>
          )}
          <td className="ink" style={{ ...text, color: light.ink, [dir === "rtl" ? "paddingRight" : "paddingLeft"]: initial ? 12 : 0 }}>
            {name}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

const text = { fontSize: 16, lineHeight: "22px", fontWeight: 600, overflowWrap: "anywhere" } as const;
const tile = {
  width: 36,
  backgroundColor: light.button,
  borderRadius: 10,
  color: light.label,
  fontSize: 17,
  lineHeight: "36px",
  fontWeight: 700,
  textAlign: "center",
} as const;
