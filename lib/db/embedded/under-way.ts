let tell: () => void = () => undefined;

/**
 * Settled as soon as a program of the database runs. From then on this process has nothing to do but to wait for it, so what
 * keeps it busy, like loading modules, begins best now. Never settled where no program has to be started.
 */
export const databaseUnderWay = new Promise<void>((resolve) => {
  tell = resolve;
});

/** Called by whoever has started a program of the database. */
export const isUnderWay = () => tell();
