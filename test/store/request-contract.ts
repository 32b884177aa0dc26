import { describe, expect, test } from 'vitest';
import type { InboxRequest } from '../../src/run/requests.ts';
import { RequestBoard, requestPath } from '../../src/store/shared/request-board.ts';
import type { SwapRefs } from '../../src/store/shared/swap-refs.ts';
import { epoch } from '../support/builders.ts';
import { countedChance } from './state-fixture.ts';
import type { SwapWorld } from './swap-worlds.ts';

const run = 'r-abcd1234';
const ref = `refs/segue-inbox/production/${run}`;
const request: InboxRequest = { kind: 'cancel', run, holder: 'h-one', by: 'ana', at: epoch };
const clock = { now: () => Date.parse(epoch) };

function boardOn(refs: SwapRefs, who = 'one'): RequestBoard {
  return new RequestBoard({ refs, environment: 'production', clock, chance: countedChance(who) });
}

/** What requests to runs do wherever their refs are. */
export function requestContract({ name, open }: SwapWorld): void {
  describe(`requests in ${name}`, () => {
    test('are seen by others, and gone when they were answered', async () => {
      const [mine, other] = await open();
      await boardOn(mine).post(request);
      const asked = await boardOn(other).of([run, 'r-other']);
      expect([...asked].map(([id, posted]) => [id, posted.request])).toEqual([[run, request]]);
      expect(await other.swap(ref, asked.get(run)?.version, undefined, 'now')).toBe('done');
      expect(await mine.list('refs/segue-inbox/production/')).toEqual(new Map());
      expect((await boardOn(mine).of([run])).size).toBe(0);
    });

    test('asked by two at once are asked once, and again of the next holder', async () => {
      const [mine, other] = await open();
      await Promise.all([boardOn(mine).post(request), boardOn(other, 'two').post({ ...request, by: 'bob' })]);
      const first = (await boardOn(mine).of([run])).get(run)?.request;
      expect(['ana', 'bob']).toContain(first?.by);
      await boardOn(other, 'two').post({ ...request, by: 'late' });
      expect((await boardOn(mine).of([run])).get(run)?.request).toEqual(first);
      await boardOn(other, 'two').post({ ...request, holder: 'h-two' });
      expect((await boardOn(mine).of([run])).get(run)?.request.holder).toBe('h-two');
    });

    test('that somebody has written anew are not taken away with what they replace', async () => {
      const [mine, other] = await open();
      await boardOn(mine).post(request);
      const old = (await mine.list(ref)).get(ref);
      await boardOn(other, 'two').post({ ...request, holder: 'h-two' });
      expect(await mine.swap(ref, old, undefined, 'now')).toBe('moved');
      expect((await boardOn(mine).of([run])).get(run)?.request.holder).toBe('h-two');
    });

    test('of strangers that make no sense are none, and are built on', async () => {
      const [mine, other] = await open();
      const made = await other.make(undefined, new Map([[requestPath, 'rm -rf /']]), 'By hand\n\nSegue-Writer: 0\n');
      expect(await other.swap(ref, undefined, made, 'now')).toBe('done');
      expect((await boardOn(mine).of([run])).size).toBe(0);
      await boardOn(mine).post(request);
      expect((await boardOn(other).of([run])).get(run)?.request).toEqual(request);
    });

    test('are where they are: a second of the same name is too late, and so is one that builds on what is gone', async () => {
      const [mine, other] = await open();
      const edits = new Map([['a', 'b']]);
      const [one, two] = [await mine.make(undefined, edits, 'One\n'), await other.make(undefined, edits, 'Two\n')];
      expect(await mine.swap(ref, undefined, one, 'now')).toBe('done');
      expect(await other.swap(ref, undefined, two, 'now')).toBe('moved');
      expect(await other.list(ref)).toEqual(new Map([[ref, one]]));
      const next = await mine.make(one, new Map(), 'Three\n');
      expect(await mine.swap(ref, one, undefined, 'now')).toBe('done');
      expect(await mine.swap(ref, one, next, 'now')).toBe('moved');
      expect(await other.list(ref)).toEqual(new Map());
    });
  });
}
