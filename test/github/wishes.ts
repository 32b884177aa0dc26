import type { CheckAnnotation, CheckWish, CommentWish, IssueWish } from '../../src/report/forge/forge.ts';

export function checkWish(commit: string, more: Partial<CheckWish> = {}): CheckWish {
  return {
    commit,
    name: 'Segue: daily',
    key: '2026-03-02T05:00Z.1',
    status: 'in_progress',
    startedAt: '2026-03-02T05:00:03.123Z',
    title: '1 of 3 tasks',
    summary: 'extract is done',
    text: 'more',
    annotations: [],
    ...more,
  };
}

export function annotations(count: number, message = 'wrong'): readonly CheckAnnotation[] {
  return Array.from({ length: count }, (_, index) => ({
    path: 'pipelines/daily.yml',
    startLine: index + 1,
    endLine: index + 1,
    level: 'failure',
    title: 'extract failed',
    message: `${message} ${index + 1}`,
  }));
}

export function issueWish(more: Partial<IssueWish> = {}): IssueWish {
  return {
    key: 'production/daily/extract',
    title: 'daily: extract fails',
    body: 'Since 05:00.\n\nData is good up to yesterday.',
    state: 'open',
    labels: ['segue'],
    assignees: [],
    ...more,
  };
}

export function commentWish(issue: number, more: Partial<CommentWish> = {}): CommentWish {
  return { issue, key: 'production/daily/recovered', body: 'It runs again.', ...more };
}
