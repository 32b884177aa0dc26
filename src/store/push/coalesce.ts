/**
 * Makes work that covers everything asked for so far (a sync, a push) run once for many callers: one at a time is under
 * way, and all who ask meanwhile share the next. A failure reaches those that waited for it, and nobody else.
 */
export function coalesce(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= current
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        current = work();
        return current;
      });
    return next;
  };
}
