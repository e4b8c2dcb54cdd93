import { encode } from "uqr";

/** Modules of white around a code, as its standard wants them. */
const MARGIN = 4;

/** A QR code as an SVG draws it: its view box, and the strokes of its rows. */
export type QrPath = { readonly viewBox: string; readonly d: string };

/** A text as a QR code. Each row is one stroke that is lifted where it is white. */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: "L", boostEcc: true, border: 0 });
  const side = size + 2 * MARGIN;
  // A stroke runs along the middle of its row.
  return { viewBox: `${-MARGIN} ${-MARGIN - 0.5} ${side} ${side}`, d: data.map(strokeOf).join("") };
}

function strokeOf(row: readonly boolean[], y: number): string {
  let stroke = "";
  let end = 0;
  for (let x = row.indexOf(true); x !== -1; x = row.indexOf(true, end)) {
    const white = row.indexOf(false, x);
    const moved = stroke === "" ? `M${x} ${y}` : `m${x - end} 0`;
    end = white === -1 ? row.length : white;
    stroke += `${moved}h${end - x}`;
  }
  return stroke;
}
