import type fc from 'fast-check';
import type { Clock } from '../../src/run/ports.ts';
import type { DocumentStore } from '../../src/store/documents/documents.ts';
import type { GitObjects, GitRefs } from '../../src/store/git/git-objects.ts';

/** A store whose every step waits until the scheduler lets it go, so that any interleaving of its users can happen. */
export function scheduledStore(store: DocumentStore, scheduler: fc.Scheduler, who: string): DocumentStore {
  const step = stepsOf(scheduler, who);
  return {
    refs: (namespace) => step('refs', () => store.refs(namespace)),
    head: (ref, freshness) => step('head', () => store.head(ref, freshness)),
    read: (version, path) => step(`read ${path}`, () => store.read(version, path)),
    paths: (version) => step('paths', () => store.paths(version)),
    commit: (commit) => step('commit', () => store.commit(commit)),
  };
}

/** The same one floor below: reading an object, writing objects and moving a ref are steps of their own. */
export function scheduledGit(objects: GitObjects, refs: GitRefs, scheduler: fc.Scheduler, who: string) {
  const step = stepsOf(scheduler, who);
  const slowObjects: GitObjects = {
    read: (name, type) => step('read', () => objects.read(name, type)),
    write: (all, nonce) => step('write objects', () => objects.write(all, nonce)),
    idOf: (object) => objects.idOf(object),
    warm: () => objects.warm(),
    close: () => objects.close(),
  };
  const slowRefs: GitRefs = {
    list: (namespace) => step('list', () => refs.list(namespace)),
    move: (ref, from, to) => step('move', () => refs.move(ref, from, to)),
    close: () => refs.close(),
    remove: (ref, from) => step('remove', () => refs.remove(ref, from)),
  };
  return { objects: slowObjects, refs: slowRefs };
}

/** A clock whose timers fire when the scheduler says so. */
export function scheduledClock(scheduler: fc.Scheduler): Clock {
  return {
    now: () => 0,
    steady: () => 0,
    after(_ms, callback) {
      void scheduler.schedule(Promise.resolve(), 'timer').then(callback);
      return () => undefined;
    },
  };
}

function stepsOf(scheduler: fc.Scheduler, who: string) {
  return async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), `${who}: ${what}`);
    return work();
  };
}
