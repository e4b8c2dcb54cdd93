import { qrPath } from "@/lib/kernel/qr-path";

/** A text as a QR code, black on white whatever the page looks like. */
export function QrCode({ text, title }: { text: string; title: string }) {
  const { viewBox, d } = qrPath(text);
  return (
    <svg className="qr" viewBox={viewBox} role="img" aria-label={title} shapeRendering="crispEdges">
      <path d={d} />
    </svg>
  );
}
