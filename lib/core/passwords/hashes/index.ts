import { argon2 } from "./argon2";
import { bcrypt } from "./bcrypt";
import { firebaseScrypt } from "./firebase-scrypt";
import type { HashKind } from "./hash-kind";
import { pbkdf2 } from "./pbkdf2";
import { phpass } from "./phpass";
import { scrypt } from "./scrypt";
import { wrapped } from "./wrapped";

/** Every kind of password hash that can be kept. What is kept and what can be imported derive from this list. */
export const HASH_KINDS: readonly HashKind[] = [argon2, bcrypt, scrypt, firebaseScrypt, pbkdf2, phpass, wrapped];
