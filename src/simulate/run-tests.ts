import type { Pipeline } from '../model/pipeline.ts';
import type { PipelineTest } from '../model/pipeline-test.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/yaml/source.ts';
import type { CaseResult, TestFileResult } from '../report/tests/test-results.ts';
import type { Coverage } from './coverage.ts';
import { EffortSpent } from './effort-spent.ts';
import { judgeCase, runMs } from './judge-case.ts';
import { judgeFires } from './judge-fires.ts';
import { type PlayedCase, playCase } from './play-case.ts';
import type { Effort } from './world/effort.ts';

/** A test without errors, and the pipeline that it is about, without errors too. */
export interface PlayableTest {
  readonly test: PipelineTest;
  readonly source: Source;
  readonly pipeline: Pipeline;
}

/** What a test may take, and who hears of its runs. */
export interface TestBounds {
  /** Absent: as much as it takes. */
  readonly effort?: Effort;
  readonly coverage?: Pick<Coverage, 'note'>;
}

/** Plays all cases of a test file in virtual time; nothing is executed. Those that take more than they may are given up. */
export function runTest(
  { test, source, pipeline }: PlayableTest,
  settings: Settings,
  { effort, coverage }: TestBounds = {},
): TestFileResult {
  const cases = test.cases.map((each, index): CaseResult => {
    const played = effort?.isSpent === true ? undefined : playedOrGivenUp(pipeline, settings, each, effort);
    if (played === undefined) return { name: each.name, mismatches: [], givenUp: true };
    coverage?.note(played.document);
    const mismatches = judgeCase(each, played, ['cases', index], source);
    return { name: each.name, durationMs: runMs(played), mismatches };
  });
  const fires = test.schedule.map((each, index): CaseResult => {
    const mismatches = judgeFires(each, pipeline, ['schedule', index], source);
    return { name: `schedule: fires after ${each.after}`, mismatches };
  });
  return { file: test.file, pipeline: test.pipeline, cases: [...cases, ...fires] };
}

function playedOrGivenUp(...asked: Parameters<typeof playCase>): PlayedCase | undefined {
  try {
    return playCase(...asked);
  } catch (error) {
    if (error instanceof EffortSpent) return undefined;
    throw error;
  }
}
