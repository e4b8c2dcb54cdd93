import { readFileSync } from "node:fs";
import { detectFormat } from "@/lib/core/portability/formats/detect-format";
import type { ReadOptions } from "@/lib/core/portability/formats/format";
import type { ImportHash } from "@/lib/core/portability/import-row";
import { importRows } from "./import-rows";

/** Everybody's password in the samples is "Tulips-in-April", but for Firebase's: that one Google has published. */
export const BCRYPT = { kept: "$2b$10$ZFwlMxpjeFMuoR2SCzYW/uGuk.9SmPfZSe5eFU/7eSFvqfEXRWZz6" };
export const ARGON2 = { kept: "$argon2id$v=19$m=7168,t=5,p=1$obLD1OX2BxgpOktcbX6PkA$InSc8da7yVM1MQUWra2sqPF2t8bQUZiXtcqWFg1WCOE" };
export const PBKDF2 = {
  kept: "$pbkdf2-sha256$i=27500$obLD1OX2BxgpOktcbX6PkA$/IMTlxomAUi8/wn8COLh+NbtS/+yWOG8oslSLhIbzoQw2UVPsfAOCUHe8WBH+9lkqW6cHgOTVf4Cf5nY6k4V9w",
};
export const SCRYPT = {
  kept: "$scrypt$ln=14,r=16,p=1,form=nfkc$MGYxZTJkM2M0YjVhNjk3ODg3OTZhNWI0YzNkMmUxZjA$pt++rG6Z/IwJCRufgCRUwsZh91JDAQ668sIgYXAyk8SAKAcjaduAB13A7qtTch7VupJPae9EBDMmkkurAY1XDg",
};
export const FIREBASE = {
  kept: "$firebase-scrypt$ln=14,r=8,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA,ss=Bw$42xEC+ixf3L2lw$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ",
};
export const MD5: ImportHash = {
  fast: {
    algorithm: "md5",
    salt: Buffer.from("pepper"),
    position: "prefix",
    digest: Buffer.from("0c325ee46ea138191b1d3271cb6046e5", "hex"),
  },
};
export const SHA256: ImportHash = {
  fast: {
    algorithm: "sha256",
    salt: Buffer.alloc(0),
    position: "none",
    digest: Buffer.from("4a87ac6ebd45f8e49a71f7620c555693c4e235135cdf9e1b67cc64a06837ff5e", "hex"),
  },
};

export const PROJECT = {
  signerKey: "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
  saltSeparator: "Bw==",
  rounds: 8,
  memoryCost: 14,
};

export const MAY = new Date("2023-05-01T08:30:00Z");
export const MAY_SECOND = new Date("2023-05-02T08:30:00Z");
export const FEBRUARY = new Date("2024-02-03T04:05:06Z");

/** The bytes of a sample file. */
export function sample(name: string): Buffer {
  return readFileSync(new URL(`../core/portability/formats/samples/${name}`, import.meta.url));
}

/** What a sample file is taken for, and all its rows. */
export async function readSample(name: string, options: ReadOptions = {}) {
  const file = sample(name);
  return { format: detectFormat(file)?.format, rows: await importRows(file, options) };
}
