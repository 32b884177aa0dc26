import { settingsFile } from '../model/settings.ts';
import { createLocator } from '../report/findings/findings-position.ts';
import type { ReviewTestFailure, ReviewTests } from '../report/review/review-view.ts';
import { countCases, type TestFileResult } from '../report/tests/test-results.ts';
import { Effort } from '../simulate/world/effort.ts';
import type { ValidatedTest } from '../validate/validate-tests.ts';
import { type PlayedTests, playTests } from './play-tests.ts';
import type { PullSides } from './pull-sides.ts';

/**
 * Plays the tests of the head that the pull request can turn out otherwise: those that it touches, and those of pipelines that it
 * touches; all if it touches the settings. The others would come out as they did, since nothing else decides it.
 */
export function affectedTests(sides: PullSides): ReviewTests {
  const { head } = sides;
  const all = head.validation.tests;
  // By the settings of before they would show nothing of those that come.
  const affected = sides.usesOldSettings ? [] : all.filter((each) => isAffected(each, sides));
  const played = play(head, affected);
  return {
    cases: countCases(played.files).total - unplayedOf(played.files).length,
    unaffected: all.length - affected.length,
    failures: failuresOf(played.files, sides),
    unplayed: unplayedOf(played.files),
  };
}

/** Steps of the engine; a test of ten tasks takes about fifty, and these take a second at most. */
export const mostSteps = 100_000;

function play(side: PullSides['head'], tests: readonly ValidatedTest[]): PlayedTests {
  return playTests({ ...side.validation, settings: side.settings }, tests, {
    all: false,
    effort: new Effort(mostSteps),
  });
}

function isAffected({ file, test }: ValidatedTest, { touched, head }: PullSides): boolean {
  if (touched.has(settingsFile) || touched.has(file)) return true;
  const about = test === undefined ? undefined : head.validation.pipelines.get(test.pipeline);
  return about !== undefined && touched.has(about.source.file);
}

function unplayedOf(files: readonly TestFileResult[]): ReviewTests['unplayed'] {
  return files.flatMap(({ file, pipeline, cases }) =>
    cases.flatMap(({ name, givenUp }) => (givenUp ? [{ file, pipeline, name }] : [])),
  );
}

function failuresOf(files: readonly TestFileResult[], { head }: PullSides): readonly ReviewTestFailure[] {
  const locate = createLocator((file) => head.sources.get(file)?.text);
  return files.flatMap(({ pipeline, cases }) =>
    cases.flatMap(({ name, mismatches }) =>
      mismatches.map(({ range, expected, got, because }) => ({
        ...{ pipeline, name, file: range.file, region: locate(range), expected, got, because },
      })),
    ),
  );
}
