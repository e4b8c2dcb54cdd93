import { createHash, randomBytes } from "node:crypto";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { chunk, makePng } from "@/lib/testing/pictures";
import { drawLogo, LOGO_LIMITS } from "./draw-logo";

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script><image href="file:///etc/passwd"/></svg>';
const refusal = (sent: Uint8Array) =>
  drawLogo(sent).then(
    () => "taken",
    (error) => error.issues?.[0]?.message ?? String(error),
  );

/** Made before our own decoders shut the others out. */
const made: Record<string, Buffer> = {};

beforeAll(async () => {
  const picture = sharp({ create: { width: 300, height: 100, channels: 4, background: "#ff149380" } });
  const noise = sharp(randomBytes(1_600 * 1_200 * 3), { raw: { width: 1_600, height: 1_200, channels: 3 } });
  const photo = picture.clone().removeAlpha();
  const place = { IFD0: { Copyright: "Jane Doe" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "52/1 31/1 0/1" } };
  made.png = await picture.clone().png().toBuffer();
  made.webp = await picture.clone().webp().toBuffer();
  made.jpeg = await photo.clone().withExif(place).withIccProfile("p3").jpeg().toBuffer();
  made.onItsSide = await photo.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  made.noise = await noise.clone().jpeg({ quality: 60 }).toBuffer();
  made.gif = await picture.clone().gif().toBuffer();
  made.tiff = await picture.clone().tiff().toBuffer();
  made.avif = await picture.clone().avif({ effort: 0 }).toBuffer();
  const frames = await sharp(Buffer.concat([Buffer.alloc(40 * 40 * 3, 0xff), Buffer.alloc(40 * 40 * 3)]), {
    raw: { width: 40, height: 80, channels: 3, pageHeight: 40 },
  });
  made.animated = await frames.webp({ loop: 0, delay: [100, 100] }).toBuffer();
});

describe("what is taken", () => {
  test.each(["png", "webp", "jpeg"])("%s comes out as a small PNG of the same size", async (name) => {
    const { type, width, height, bytes, hash } = await drawLogo(made[name] as Buffer);
    expect({ type, width, height }).toEqual({ type: "image/png", width: 300, height: 100 });
    expect(hash).toBe(createHash("sha256").update(bytes).digest("base64url"));
    expect((await drawLogo(made[name] as Buffer)).hash).toBe(hash);
  });

  test("no larger than it is shown, and never larger than it was", async () => {
    expect(await drawLogo(makePng(2_000, 1_000))).toMatchObject({ width: 480, height: 240 });
    expect(await drawLogo(makePng(4_000, 100))).toMatchObject({ width: 640, height: 16 });
    expect(await drawLogo(makePng(3, 1))).toMatchObject({ width: 3, height: 1 });
  });

  test("what would be large as a PNG is a WebP", async () => {
    const { type, bytes } = await drawLogo(made.noise as Buffer);
    expect(type).toBe("image/webp");
    expect(bytes.length).toBeLessThanOrEqual(LOGO_LIMITS.bytes);
  });

  test("one on its side is set upright", async () => {
    expect(await drawLogo(made.onItsSide as Buffer)).toMatchObject({ width: 80, height: 240 });
  });

  test("of one that moves, the first frame", async () => {
    const { bytes, width, height } = await drawLogo(made.animated as Buffer);
    expect({ width, height, pages: (await sharp(bytes).metadata()).pages }).toEqual({ width: 40, height: 40, pages: undefined });
  });
});

describe("what comes through", () => {
  test("nothing but pixels: no place, no name, no profile", async () => {
    expect((made.jpeg as Buffer).includes("Jane Doe")).toBe(true);
    const { bytes } = await drawLogo(made.jpeg as Buffer);
    const { exif, icc, xmp, iptc } = await sharp(bytes).metadata();
    expect({ exif, icc, xmp, iptc }).toEqual({ exif: undefined, icc: undefined, xmp: undefined, iptc: undefined });
    expect(Buffer.from(bytes).includes("Jane Doe")).toBe(false);
  });

  test.each([
    ["behind the picture", () => Buffer.concat([makePng(), Buffer.from("<script>alert(1)</script>")])],
    ["in a text of the picture", () => makePng(9, 9, { extra: [chunk("tEXt", Buffer.from("Comment\0<script>alert(1)</script>"))] })],
    ["in a part that nobody knows", () => makePng(9, 9, { extra: [chunk("svGx", Buffer.from(`<script>alert(1)</script>${SVG}`))] })],
  ])("a script %s does not", async (_, hidden) => {
    expect(hidden().includes("<script>")).toBe(true);
    expect(Buffer.from((await drawLogo(hidden())).bytes).includes("<script>")).toBe(false);
  });
});

describe("what is refused", () => {
  const NONE = "Logo must be a PNG, JPEG or WebP picture";
  test.each<[string, () => Uint8Array, string]>([
    ["nothing", () => Buffer.alloc(0), NONE],
    ["text", () => Buffer.from("not a picture"), NONE],
    ["SVG", () => Buffer.from(SVG), NONE],
    ["SVG behind white space and a comment", () => Buffer.from(`\n\n <!-- logo.png --> ${SVG}`), NONE],
    ["SVG that begins like a PNG", () => Buffer.concat([makePng().subarray(0, 8), Buffer.from(SVG)]), NONE],
    ["HTML", () => Buffer.from("<!doctype html><img src=x onerror=alert(1)>"), NONE],
    ["PDF", () => Buffer.from("%PDF-1.7\n%âãÏÓ"), NONE],
    ["GIF", () => made.gif as Buffer, NONE],
    ["TIFF", () => made.tiff as Buffer, NONE],
    ["AVIF", () => made.avif as Buffer, NONE],
    ["a PNG cut off", () => (made.png as Buffer).subarray(0, 90), "Logo cannot be read"],
    ["a JPEG cut off", () => (made.noise as Buffer).subarray(0, 40_000), "Logo cannot be read"],
    ["a PNG without pixels", () => makePng(300, 100, { pixels: false }), "Logo cannot be read"],
    ["a bomb by its header", () => makePng(30_000, 30_000, { pixels: false }), "Logo has too many pixels; 4096 × 4096 is the most"],
    ["more than 2 MB", () => Buffer.concat([makePng(), Buffer.alloc(LOGO_LIMITS.sentBytes)]), "Logo is larger than 2 MB"],
  ])("%s", async (_, sent, message) => {
    expect(await refusal(sent())).toBe(message);
  });

  test("a bomb that unpacks to 5,000 × 5,000 pixels, before it is unpacked", async () => {
    const bomb = makePng(5_000, 5_000);
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refusal(bomb)).toBe("Logo has too many pixels; 4096 × 4096 is the most");
  });
});
