import { createHash } from "node:crypto";
import type { Sharp } from "sharp";
import { invalid } from "@/lib/kernel/errors";
import type { Logo } from "../branding";

/** What a logo may be when it is sent, and what it is once it is drawn anew. */
export const LOGO_LIMITS = { sentBytes: 2 * 1024 * 1024, sentPixels: 4_096 * 4_096, width: 640, height: 240, bytes: 128 * 1024 } as const;

const SECONDS = 10;
/** Up to this size it is a PNG, which every mail program shows. */
const PNG_BYTES = 64 * 1024;

/** A logo as we keep it. */
export type DrawnLogo = Logo & { readonly type: "image/png" | "image/webp"; readonly bytes: Uint8Array<ArrayBuffer> };

/**
 * A picture that somebody sent, drawn anew: its first frame, upright, no larger than it is ever shown, as PNG or WebP.
 *
 * SECURITY: what it is, its bytes say and not its name: PNG, JPEG or WebP; the decoders of everything else, SVG among them, are
 * off. Its size is judged before it is unpacked. Only pixels come through: no metadata, no profile, nothing that was hidden behind
 * them. One at a time, so that memory stays bounded.
 *
 * @throws AppError `invalid` for `path`, where it is no picture, is not whole or is too large
 */
export async function drawLogo(sent: Uint8Array, path = "logo"): Promise<DrawnLogo> {
  if (sent.length > LOGO_LIMITS.sentBytes) throw invalid(path, "Logo is larger than 2 MB");
  const drawn = last.then(() => draw(sent, path));
  last = drawn.catch(() => undefined);
  return drawn;
}

let last: Promise<unknown> = Promise.resolve();

async function draw(sent: Uint8Array, path: string): Promise<DrawnLogo> {
  const picture = await pictureOf(sent, path);
  const small = picture
    .autoOrient()
    .resize({ width: LOGO_LIMITS.width, height: LOGO_LIMITS.height, fit: "inside", withoutEnlargement: true })
    .timeout({ seconds: SECONDS });
  try {
    const png = await small.clone().png({ compressionLevel: 9 }).toBuffer({ resolveWithObject: true });
    if (png.data.length <= PNG_BYTES) return kept("image/png", png);
    const webp = await small.clone().webp({ quality: 80 }).toBuffer({ resolveWithObject: true });
    if (webp.data.length <= LOGO_LIMITS.bytes) return kept("image/webp", webp);
  } catch {
    throw invalid(path, "Logo cannot be read");
  }
  throw invalid(path, "Logo is too detailed to be shown");
}

/** The picture with its size looked at, not yet unpacked. */
async function pictureOf(sent: Uint8Array, path: string): Promise<Sharp> {
  const sharp = await decoders();
  const size = async () => sharp(sent, { limitInputPixels: false }).metadata();
  const { width, height } = await size().catch(() => Promise.reject(invalid(path, "Logo must be a PNG, JPEG or WebP picture")));
  if (width * height > LOGO_LIMITS.sentPixels) throw invalid(path, "Logo has too many pixels; 4096 × 4096 is the most");
  return sharp(sent, { limitInputPixels: LOGO_LIMITS.sentPixels, failOn: "error", pages: 1 });
}

let loading: ReturnType<typeof loadDecoders> | undefined;

/** Loaded when the first picture comes: most installations start without one. */
const decoders = () => {
  loading ??= loadDecoders();
  return loading;
};

async function loadDecoders() {
  const { default: sharp } = await import("sharp");
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: ["VipsForeignLoadPngBuffer", "VipsForeignLoadJpegBuffer", "VipsForeignLoadWebpBuffer"] });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}

function kept(
  type: DrawnLogo["type"],
  { data, info: { width, height } }: { data: Buffer; info: { width: number; height: number } },
): DrawnLogo {
  return { hash: createHash("sha256").update(data).digest("base64url"), type, width, height, bytes: new Uint8Array(data) };
}
