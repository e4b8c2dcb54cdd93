import { expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { EVENT } from "@/lib/testing/audit";
import { makeFactor } from "@/lib/testing/make-factor";
import { addSite, makeTenant, makeUser, unique } from "@/lib/testing/make-tenant";
import { changingNothing } from "@/lib/testing/unchanged";
import type { SiteScope } from "../scope";
import { sweepRows } from "../system-db";
import * as secondFactor from "./second-factor";

const PROOF = { passwordSealed: null, budgets: [], secondFactor: false };

test("nothing of a user's second factor is reached from a sibling, another account, or a mixture of the two", async () => {
  const [mine, theirs] = [await makeTenant(), await makeTenant()];
  const { scope, db } = mine.context;
  const user = await makeUser(mine);
  await makeFactor(mine, user);
  const mac = (await db.recoveryCode.findFirstOrThrow({ where: { siteUserId: user.id } })).codeMac;
  const step = () => ({ id: newId(), siteUserId: user.id, tokenHash: sha256(newToken("sfs_")), minutes: 10, by: null });
  const begun = step();
  expect(await secondFactor.insertSignInStep(scope, begun, PROOF)).toBe(true);
  const live = (await secondFactor.findStep(scope, begun.tokenHash)) as secondFactor.LiveStep;
  const pending = { ...live, id: newId(), purpose: "set_up" } as const;
  const row = { id: pending.id, siteUserId: user.id, purpose: "set_up", secretSealed: sha256("s") } as const;
  await db.secondFactorStep.create({ data: { ...row, tokenHash: sha256(unique("t")), expiresAt: new Date(Date.now() + 60_000) } });
  const totp = { secretSealed: sha256("new"), counter: 7, recoveryMacs: [sha256("code")] };
  const strangers: SiteScope[] = [
    (await addSite(mine)).context.scope,
    theirs.context.scope,
    { ...theirs.context.scope, siteId: mine.site.id },
    { ...scope, siteId: theirs.site.id },
  ];
  await changingNothing(async () => {
    for (const stranger of strangers) {
      expect(await secondFactor.insertSignInStep(stranger, step(), PROOF)).toBe(false);
      expect(await secondFactor.findStep(stranger, begun.tokenHash)).toBeNull();
      expect(await secondFactor.consumeSignInStep(stranger, begun.id, false)).toBeNull();
      expect(await secondFactor.consumeTotpCounter(stranger, user.id, 1)).toBe(false);
      expect(await secondFactor.consumeRecoveryCode(stranger, user.id, [mac])).toBe(false);
      expect(await secondFactor.consumeSetUp(stranger, pending, totp, null, EVENT)).toBe(false);
      expect(await secondFactor.renewRecoveryCodes(stranger, user.id, [sha256("code")], EVENT)).toBe(false);
    }
    expect(await secondFactor.insertSignInStep(scope, step(), { ...PROOF, secondFactor: true })).toBe(false);
    expect(await secondFactor.consumeSignInStep(scope, begun.id, true)).toBeNull();
  });
  const taken = [1, 1, 2].map((counter) => () => secondFactor.consumeTotpCounter(scope, user.id, counter));
  for (const [index, take] of taken.entries()) expect(await take()).toBe(index !== 1);
  expect(await secondFactor.consumeRecoveryCode(scope, user.id, [mac])).toBe(true);
  expect(await secondFactor.consumeRecoveryCode(scope, user.id, [mac])).toBe(false);
  expect(await secondFactor.consumeSetUp(scope, pending, totp, null, EVENT)).toBe(true);
  expect(await secondFactor.consumeSetUp(scope, pending, totp, null, EVENT)).toBe(false);
  expect(await db.recoveryCode.count({ where: { siteUserId: user.id } })).toBe(1);
  expect(await secondFactor.renewRecoveryCodes(scope, user.id, [sha256("a"), sha256("b")], EVENT)).toBe(true);
  expect(await db.recoveryCode.count({ where: { siteUserId: user.id } })).toBe(2);
  expect(await secondFactor.consumeSignInStep(scope, begun.id, false)).toEqual({ passwordSealed: null, by: null });
});

test("steps and trust that are over are swept", async () => {
  const tenant = await makeTenant();
  const { db } = tenant.context;
  const { id: siteUserId } = await makeUser(tenant);
  const row = (expiresAt: Date) => ({ id: newId(), siteUserId, tokenHash: sha256(unique("t")), expiresAt });
  for (const end of [new Date(0), new Date(Date.now() + 60_000)]) {
    await db.secondFactorStep.create({ data: { ...row(end), purpose: "sign_in" } });
    await db.trustedBrowser.create({ data: row(end) });
  }
  await sweepRows();
  expect([await db.secondFactorStep.count(), await db.trustedBrowser.count()]).toEqual([1, 1]);
});
