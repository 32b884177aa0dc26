import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import { liveRandomness } from '../../process/randomness.ts';
import type { Instant } from '../../run/document.ts';
import { ifExists } from '../../store/local/local-file.ts';
import { openRepository, type Repository } from '../../store/repository/repository.ts';
import type { WorkspaceOptions } from '../open-workspace.ts';
import { InvalidPipeline } from '../pipelines/invalid-pipeline.ts';
import { digestOf as digestOfText } from '../pipelines/pipeline-files.ts';
import { now, type Workspace } from '../workspace.ts';

/** Something that somebody should look at, as long as it lasts. */
interface Trouble {
  /** Absent if it is about the tick as a whole. */
  readonly pipeline?: string;
  /** Of all that a person is told of it, the name of the pipeline included. */
  readonly digest: string;
  /** When it was told first. */
  readonly since: Instant;
}

export type ToldPlace = Pick<Workspace, 'environment' | 'clock' | 'randomness'> & {
  readonly repository: Pick<Repository, 'segueDir'>;
};

/**
 * What ticks of this clone have told already, so that the same trouble is not told in full each minute. It lies beside the
 * repository, and is nobody else's: what one machine has said, nobody has read on another.
 */
export class ToldTroubles {
  readonly #place: ToldPlace;
  readonly #file: string;
  readonly #before: readonly Trouble[];
  readonly #met: Trouble[] = [];

  constructor(place: ToldPlace) {
    this.#place = place;
    this.#file = join(place.repository.segueDir, 'told', `${place.environment}.json`);
    this.#before = this.#read();
  }

  /** Since when this has been told; undefined if it is news. From now on it is known. */
  meet(problem: Problem, pipeline?: string): Instant | undefined {
    const digest = digestOf(problem, pipeline);
    const known = [...this.#before, ...this.#met].find((each) => each.digest === digest);
    const since = known?.since ?? now(this.#place);
    const trouble = { digest, since, ...(pipeline === undefined ? {} : { pipeline }) };
    this.#met.push(trouble);
    if (known === undefined) this.#write([...this.#read().filter((each) => each.digest !== digest), trouble]);
    return known?.since;
  }

  /**
   * To be called after a tick that has looked at everything: what it did not meet again is over. Gives the pipelines that are
   * without trouble now, `undefined` for the tick as a whole.
   */
  settle(): ReadonlySet<string | undefined> {
    const met = new Set(this.#met.map(({ digest }) => digest));
    const over = this.#before.filter(({ digest }) => !met.has(digest));
    const gone = new Set(over.map(({ digest }) => digest));
    if (over.length > 0) this.#write(this.#read().filter(({ digest }) => !gone.has(digest)));
    const left = new Set(this.#met.map(({ pipeline }) => pipeline));
    return new Set(over.map(({ pipeline }) => pipeline).filter((pipeline) => !left.has(pipeline)));
  }

  #read(): readonly Trouble[] {
    try {
      const kept: unknown = JSON.parse(ifExists(() => readFileSync(this.#file, 'utf8')) ?? '[]');
      return Array.isArray(kept) ? kept.filter(isTrouble) : [];
    } catch {
      // It was cut short: then everything is news once more.
      return [];
    }
  }

  /** Best effort: without it the same is told again. */
  #write(troubles: readonly Trouble[]): void {
    const draft = `${this.#file}.${this.#place.randomness.hex(8)}`;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(draft, JSON.stringify(troubles));
      renameSync(draft, this.#file);
    } catch {
      return;
    }
  }
}

/** For a workspace that could not be opened; undefined if not even the repository can be. */
export async function toldWithout(
  workspace: Pick<WorkspaceOptions, 'cwd' | 'environment' | 'variables' | 'clock'>,
): Promise<ToldTroubles | undefined> {
  const { cwd, environment, variables, clock } = workspace;
  try {
    const repository = await openRepository({ directory: cwd, environment: variables });
    return new ToldTroubles({ repository, environment, clock, randomness: liveRandomness() });
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

function digestOf(problem: Problem, pipeline = ''): string {
  const { code, message, help } = problem;
  const findings = problem instanceof InvalidPipeline ? problem.diagnostics : [];
  return digestOfText(JSON.stringify([pipeline, code, message, help, findings]));
}

function isTrouble(value: unknown): value is Trouble {
  const { digest, since, pipeline } = Object(value) as Partial<Record<keyof Trouble, unknown>>;
  return (
    typeof digest === 'string' &&
    typeof since === 'string' &&
    !Number.isNaN(Date.parse(since)) &&
    (pipeline === undefined || typeof pipeline === 'string')
  );
}
