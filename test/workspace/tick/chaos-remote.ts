import { existsSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActiveRun, PipelineState } from '../../../src/run/ports.ts';
import { runGit } from '../../../src/store/git/git-process.ts';
import { stateRef } from '../../../src/store/names.ts';
import type { ScratchRepository } from '../../support/scratch-repository.ts';

const loseAnswer = `#!/bin/sh
if rm lose-answer 2>/dev/null; then kill -9 "$PPID"; fi
`;

/** The repository that all clones share, and what can be wrong with it. It keeps whatever a ref has ever been. */
export class ChaosRemote {
  readonly #bare: ScratchRepository;

  constructor(bare: ScratchRepository) {
    this.#bare = bare;
    bare.git('config', 'core.logAllRefUpdates', 'always');
    bare.write('hooks/post-receive', loseAnswer, 0o755);
  }

  get root(): string {
    return this.#bare.root;
  }

  /** Whoever goes there by this path does not reach it until this is called with true. */
  connect(way: string, isConnected: boolean): void {
    rmSync(way, { force: true });
    if (isConnected) symlinkSync(this.root, way);
  }

  /** Nobody reaches it until this is called with true. */
  standUp(isThere: boolean): void {
    const away = `${this.root}.away`;
    if (isThere && existsSync(away)) renameSync(away, this.root);
    if (!isThere && existsSync(this.root)) renameSync(this.root, away);
  }

  /** The next push arrives, and its answer does not; nothing while it is away. */
  loseNextAnswer(): void {
    if (existsSync(this.root)) writeFileSync(join(this.root, 'lose-answer'), '');
  }

  /** Whether a process works in it for one of those who push and fetch: it outlives them. */
  isServing(pid: number): boolean {
    try {
      return [this.root, `${this.root}.away`].includes(readlinkSync(`/proc/${pid}/cwd`));
    } catch {
      return false;
    }
  }

  calm(): void {
    this.standUp(true);
    rmSync(join(this.root, 'lose-answer'), { force: true });
  }

  refs(prefix: string): string {
    return this.#bare.git('for-each-ref', '--format=%(refname)', prefix);
  }

  /** Every claim of a run that has ever been there, also in a history that was squashed since. */
  async claimsOf(environment: string, pipeline: string, run: string): Promise<readonly ActiveRun[]> {
    const { place } = this.#bare;
    const ref = stateRef(environment, pipeline);
    const tips = await runGit(place, ['log', '--walk-reflogs', '--format=%H', ref]);
    const args = ['rev-list', '--stdin'];
    const commits = (await runGit(place, args, { input: tips.stdout })).stdout.toString().trim().split('\n');
    const claims = new Map<string, ActiveRun>();
    for (const commit of commits) {
      const text = (await runGit(place, ['cat-file', 'blob', `${commit}:pipeline.json`])).stdout.toString();
      const { active } = JSON.parse(text) as PipelineState;
      for (const claim of active)
        if (claim.run === run) claims.set(`${claim.host} ${claim.pid} ${claim.claimedAt}`, claim);
    }
    return [...claims.values()];
  }
}
