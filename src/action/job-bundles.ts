import { join } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import type { Variables } from '../process/environment.ts';
import type { BundleWriter, PutOptions } from '../run/bundles.ts';
import type { UploadTurns } from './upload-turns.ts';
import type { Uploads } from './uploads.ts';

/** Names that other jobs of the workflow run may have taken. */
const mostTaken = 20;

/** True if the runner says where artifacts are kept. GitHub Enterprise Server knows only the way of old, which the package does not speak. */
export function hasArtifactService(variables: Variables): boolean {
  const {
    ACTIONS_RESULTS_URL: service = '',
    ACTIONS_RUNTIME_TOKEN: token = '',
    GITHUB_SERVER_URL: server = '',
  } = variables;
  const host = URL.canParse(server) ? new URL(server).hostname : '';
  // The names that the package takes for servers of GitHub's own.
  return service !== '' && token !== '' && (host === 'github.com' || /\.(?:ghe\.com|localhost)$/.test(host));
}

/** Keeps bundles as artifacts of the job's workflow run. */
export class JobBundles implements BundleWriter {
  readonly #uploads: Pick<Uploads, 'upload'>;
  readonly #turns: UploadTurns;
  readonly #keepDays: number;
  /** By series: the number of the next one. */
  readonly #next = new Map<string, number>();

  constructor(uploads: Pick<Uploads, 'upload'>, turns: UploadTurns, keepDays: number) {
    this.#uploads = uploads;
    this.#turns = turns;
    this.#keepDays = keepDays;
  }

  async put(series: string, folder: string, files: readonly string[], { patient }: PutOptions = {}): Promise<void> {
    const work = { folder, files: files.map((file) => join(folder, file)), keepDays: this.#keepDays };
    for (let taken = 0; taken < mostTaken; taken += 1) {
      const isMine = patient ? await this.#turns.takePatiently() : this.#turns.take();
      if (!isMine) throw notKept('this job has kept hundreds already, and GitHub takes 500 of one');
      const number = this.#next.get(series) ?? 1;
      this.#next.set(series, number + 1);
      const failure = await this.#uploads.upload({ ...work, name: `${series}-${number}` });
      if (failure === undefined) return;
      if (/already exists/i.test(failure)) continue;
      // Not passed over, so that numbers have gaps only where something broke off.
      this.#next.set(series, number);
      throw notKept(failure);
    }
    throw notKept('its names are taken');
  }
}

function notKept(why: string): Problem {
  const isFull = /quota|insufficient usage/i.test(why);
  return new Problem(
    'SG655',
    `GitHub did not keep what was to be stored: ${why.split('\n')[0]}`,
    isFull
      ? 'Delete old artifacts, keep them for fewer days (artifacts: { keep: 7d } in .github/segue.yml), or use artifacts: { store: git }.'
      : 'Try again when Actions is well (githubstatus.com), or say artifacts: { store: git } in .github/segue.yml.',
  );
}
