import type { Letterhead, Picture } from "@/lib/mail/letterhead";
import type { Palette } from "./palette";

type Props = { readonly name: string; readonly dir: "ltr" | "rtl"; readonly logo: Letterhead["logo"]; readonly light: Palette };

/** Who writes: the site's logo with its name beside it for those whose mail program holds pictures back; without one, its initial. */
export function Masthead({ name, dir, logo, light }: Props) {
  return logo ? <Logo name={name} logo={logo} light={light} /> : <Mark name={name} dir={dir} light={light} />;
}

/**
 * The logo, read as the site's name where it is not shown. A logo for dark ground is hidden at first; a sheet that a mail program
 * leaves out shows the other one.
 */
function Logo({ name, logo: { onLight, onDark }, light }: { name: string; logo: NonNullable<Letterhead["logo"]>; light: Palette }) {
  const picture = (shown: Picture, className: string | undefined, display: "block" | "none") => (
    <img
      className={className}
      src={shown.address}
      alt={name}
      width={shown.width}
      height={shown.height}
      style={{ ...text, display, border: 0, maxWidth: "100%", color: light.ink }}
    />
  );
  return (
    <table role="presentation" cellPadding={0} cellSpacing={0} style={{ margin: "0 0 32px" }}>
      <tbody>
        <tr>
          <td className={onDark ? "ink" : "plate"} style={{ padding: 0, borderRadius: 8 }}>
            {picture(onLight, onDark ? "on-light" : undefined, "block")}
            {onDark && picture(onDark, "on-dark", "none")}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/**
 * A tile with the first letter of the site's name, and the name.
 *
 * Drawn from text, because most mail programs hold pictures back until they are asked. A name that starts with neither a
 * letter nor a digit gets no tile; the tile is decoration, so screen readers skip it.
 */
function Mark({ name, dir, light }: Omit<Props, "logo">) {
  const initial = /^\u2068?([\p{L}\p{N}])/u.exec(name)?.[1]?.toUpperCase();
  return (
    <table role="presentation" cellPadding={0} cellSpacing={0} style={{ margin: "0 0 32px" }}>
      <tbody>
        <tr>
          {initial && (
            <td width={36} valign="top">
              <div className="button label" aria-hidden="true" style={{ ...tile, backgroundColor: light.button, color: light.label }}>
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
const tile = { width: 36, borderRadius: 10, fontSize: 17, lineHeight: "36px", fontWeight: 700, textAlign: "center" } as const;
