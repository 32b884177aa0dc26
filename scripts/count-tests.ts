import { readFileSync } from 'node:fs';
import { countTests, type VitestReport } from './vitest-report.ts';

// count-tests.ts <report.json> <exit code>: prints the numbers passed, failed and skipped, then a line for each failure.
const [, , file = '', exitCode = '1'] = process.argv;
const { passed, skipped, failures } = countTests(readReport(file), Number(exitCode));
process.stdout.write(`${passed} ${failures.length} ${skipped}\n${failures.map((name) => `${name}\n`).join('')}`);

function readReport(path: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
