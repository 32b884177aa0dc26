import { describe, expect, test } from 'vitest';
import type { CommandForge } from '../../src/report/forge/forge.ts';

/** A forge with what can be seen from its other side. `ana` may write to the repository, `mallory` may read it. */
export interface CommandForgeWorld {
  readonly forge: CommandForge;
  /** Another process with the same name and an empty memory. */
  another(): CommandForge;
  /** A comment on an issue. */
  readonly comment: number;
  play<T>(asked: Promise<T>): Promise<T>;
  /** Our own reactions on the comment. */
  reactions(): readonly string[];
  /** Inputs of the workflow `segue.yml`, each time that it was started. */
  dispatched(): readonly unknown[];
}

/** What every forge does that takes commands. */
export function commandForgeContract(name: string, open: () => Promise<CommandForgeWorld>): void {
  describe(name, () => {
    test('a reaction is there once, and only the first who asks has made it', async () => {
      const { forge, another, comment, play, reactions } = await open();
      expect(await play(forge.react({ comment, content: 'eyes' }))).toEqual({ kind: 'created' });
      expect(await play(another().react({ comment, content: 'eyes' }))).toEqual({ kind: 'unchanged' });
      expect(await play(another().react({ comment, content: 'rocket' }))).toEqual({ kind: 'created' });
      expect(reactions()).toEqual(['eyes', 'rocket']);
    });

    test('a reply is found by its key, whichever process has written it', async () => {
      const { forge, another, play } = await open();
      const place = { issue: 1, key: 'command/7' };
      expect(await play(forge.hasReply(place))).toEqual({ kind: 'known', isThere: false });
      await play(forge.ensureComment({ ...place, body: 'Done.' }));
      expect(await play(another().hasReply(place))).toEqual({ kind: 'known', isThere: true });
      expect(await play(another().hasReply({ issue: 1, key: 'command/70' }))).toEqual({
        kind: 'known',
        isThere: false,
      });
    });

    test('who may write is known, and a stranger may not', async () => {
      const { forge, play } = await open();
      expect(await play(forge.permissionOf('ana'))).toEqual({ kind: 'known', permission: 'write' });
      expect(await play(forge.permissionOf('mallory'))).toEqual({ kind: 'known', permission: 'less' });
      expect(await play(forge.permissionOf('nobody-at-all'))).toEqual({ kind: 'known', permission: 'less' });
    });

    test('a workflow is started with its inputs; one that is not there is refused', async () => {
      const { forge, play, dispatched } = await open();
      const inputs = { command: 'retry', run: 'r-7k2m9x4q' };
      const done = await play(forge.dispatch({ workflow: 'segue.yml', branch: 'main', inputs }));
      expect(done).toMatchObject({ kind: 'done', started: { id: 1, url: expect.stringContaining('runs/1') } });
      expect(await play(forge.workflowRun(1))).toEqual({ kind: 'known', hasEnded: false });
      expect(await play(forge.workflowRun(2))).toMatchObject({ kind: 'refused' });
      expect(await play(forge.dispatch({ workflow: 'none.yml', branch: 'main', inputs }))).toMatchObject({
        kind: 'refused',
        why: expect.any(String),
      });
      expect(dispatched()).toEqual([inputs]);
    });
  });
}
