/**
 * A process of its own that claims intervals: `contender.ts <folder> <remote or -> <name> <count>`. It claims the next
 * free one `count` times and prints which it got, one a line.
 */
import { liveClock } from '../../src/process/clock.ts';
import { liveRandomness } from '../../src/process/randomness.ts';
import { openGitState } from '../../src/store/git/git-state.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { second } from '../support/builders.ts';
import { runOf } from './state-documents.ts';

const [directory = '', remote = '-', name = '', count = '0'] = process.argv.slice(2);
const { home: repository } = await openRepository({ directory, environment: process.env });
const git = openGitState({
  repository,
  clock: liveClock(),
  chance: liveRandomness(),
  // Races are what is tested here, not how patient a process is between its pushes.
  budget: { wait: () => 0, start: () => () => undefined, keepRoomFor: () => undefined },
  ...(remote === '-' ? {} : { remote }),
});
for (let claim = 0; claim < Number(count); claim++) {
  const run = `r-${name}${claim}`;
  let got = '';
  const result = await git.state.update(
    'production',
    'a',
    { action: 'start', by: name, run },
    ({ state }) => {
      got = second(
        ((state.cursor ? Date.parse(state.cursor) : Date.parse(second(0))) - Date.parse(second(0))) / 1000 + 1,
      );
      return { state: { ...state, cursor: got }, runs: [runOf('production', 'a', run, { createdAt: got })] };
    },
    { push: 'now' },
  );
  if (result.outcome === 'written') process.stdout.write(`${got} ${run}\n`);
}
git.close();
