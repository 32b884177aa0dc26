import { describe, expect, it } from 'vitest';
import { printFailure } from '../../src/cli/print-failure.ts';
import { Problem } from '../../src/diagnostic/problem.ts';
import { InvalidPipeline } from '../../src/workspace/pipelines/invalid-pipeline.ts';
import { RecordingTerminal } from './recording-terminal.ts';

function failure(error: unknown) {
  const terminal = new RecordingTerminal();
  const code = printFailure(terminal, error);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

describe('what a failed command prints', () => {
  it('is what is wrong, with its code, and what to do', () => {
    const problem = new Problem('SG605', 'The disk is full.\u001b[2J', 'Free some space.', 1);
    const stderr = 'error SG605 The disk is full.\n  help: Free some space.\n';
    expect(failure(problem)).toEqual({ code: 1, stdout: '', stderr });
    expect(failure(new Problem('SG701', 'No such pipeline.', '', 2))).toMatchObject({ code: 2 });
  });

  it('is every error of a pipeline where it stands, and no note', () => {
    const range = { file: 'pipelines/a.yml', start: 0, end: 1 };
    const finding = { code: 'SG101', message: 'no key `x`', range, related: [] } as const;
    const diagnostics = [
      { ...finding, severity: 'error' },
      { ...finding, severity: 'note', message: 'some advice' },
    ] as const;
    const { code, stderr } = failure(new InvalidPipeline(range.file, diagnostics, new Map([[range.file, 'x: 1\n']])));
    expect(code).toBe(2);
    expect(stderr).toContain('pipelines/a.yml:1:1');
    expect(stderr).toContain('error SG702 pipelines/a.yml cannot run: pipelines/a.yml has 1 error.');
    expect(stderr).not.toContain('advice');
  });

  it('is how to report it, if it is a bug', () => {
    const { code, stderr } = failure(new TypeError('x is not a function'));
    expect(code).toBe(1);
    expect(stderr).toContain('TypeError: x is not a function');
    expect(stderr).toContain('/issues/new');
    expect(failure('thrown text').stderr).toContain('thrown text');
  });
});
