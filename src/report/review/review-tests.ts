import { countText } from '../../diagnostic/count-text.ts';
import { countOf } from '../run/run-words.ts';
import { code, type Markdown, md, nothing, plain } from '../text/markdown.ts';
import { blocks, bullets, fence, lines } from '../text/markdown-blocks.ts';
import { nameList } from '../text/name-list.ts';
import { failedCases } from './review-verdict.ts';
import type { ReviewTestFailure, ReviewView } from './review-view.ts';

/** Cases that are named. */
const mostUnplayed = 20;

/** Pipelines with fewer cases that are named. */
const mostFewer = 5;

/** How the pipeline tests went, in a line; nothing where there are none. */
export function testLine(view: Pick<ReviewView, 'tests'>): Markdown {
  const { cases, unaffected, unplayed } = view.tests;
  const failed = failedCases(view);
  const passed = cases - failed;
  const parts = [
    ...(failed === 0 ? [] : [`${countText(failed)} failed`]),
    ...(passed === 0 ? [] : [`${countText(passed)} passed`]),
    ...(unplayed.length === 0 ? [] : [`${countText(unplayed.length)} not played to the end`]),
    ...(unaffected === 0 || cases === 0 ? [] : [`${countOf(unaffected, 'file')} of tests not affected`]),
  ];
  return cases + unplayed.length === 0 ? nothing : md`**Tests:** ${plain(parts.join(', '))}`;
}

/** About which pipelines fewer cases are written than before; nothing where there are none. */
export function fewerTestsLine({ fewerTests }: Pick<ReviewView, 'fewerTests'>): Markdown {
  const items = fewerTests.map(
    ({ pipeline, before, after }) =>
      `${pipeline} (${countOf(before, 'case')} before, ${after === 0 ? 'none' : countText(after)} now)`,
  );
  return items.length === 0 ? nothing : md`**Fewer tests:** ${plain(nameList(items, mostFewer))}`;
}

/** Each difference with how it came to it. */
export function testFailures({ tests }: Pick<ReviewView, 'tests'>, atMost: number): Markdown {
  const rest = tests.failures.length - atMost;
  return blocks(
    ...tests.failures.slice(0, atMost).map(failureBlock),
    rest > 0 ? md`And ${plain(countOf(rest, 'more difference'))}.` : nothing,
  );
}

function failureBlock({ pipeline, name, file, region, expected, got, because }: ReviewTestFailure): Markdown {
  return blocks(
    lines(
      md`❌ **${plain(pipeline)}: ${plain(name, 100)}** ${code(`${file}:${region.line}`)}`,
      md`Expected ${code(expected)}, got ${code(got)}.`,
    ),
    because.length === 0 ? nothing : fence(because),
  );
}

/** What was not played to its end. */
export function unplayedTests({ tests }: Pick<ReviewView, 'tests'>): Markdown {
  const items = tests.unplayed.map(
    ({ pipeline, name, file }) => md`${plain(pipeline)}: ${plain(name, 100)} ${code(file)}`,
  );
  const rest = items.length - mostUnplayed;
  const more = rest > 0 ? [plain(`and ${countText(rest)} more`)] : [];
  const all = bullets([...items.slice(0, mostUnplayed), ...more]);
  return items.length === 0 ? nothing : blocks(md`Not played to their end, since they take too long:`, all);
}
