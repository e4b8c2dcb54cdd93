import { hash } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { hashSync } from "bcryptjs";

const DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const KINDS = {
  bcrypt: ({ setting, password }) => hashSync(password, setting),
  phpass({ rounds, salt, password }) {
    const text = Buffer.from(password);
    let made = md5(Buffer.from(salt), text);
    for (let round = 0; round < rounds; round++) made = md5(made, text);
    return encode(made);
  },
};

const md5 = (...parts) => hash("md5", Buffer.concat(parts), "buffer");

/** Base64 as crypt(3) writes it: its own digits, the lowest six bits of each three bytes first. */
function encode(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const group = bytes.subarray(at, at + 3);
    let value = group.reduceRight((sum, byte) => sum * 256 + byte, 0);
    for (let digit = 0; digit <= group.length; digit++) {
      text += DIGITS[value % 64];
      value = Math.floor(value / 64);
    }
  }
  return text;
}

parentPort.on("message", (work) => parentPort.postMessage(KINDS[work.kind](work)));
