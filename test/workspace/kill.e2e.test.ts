import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { timesContinued } from '../../src/run/attempt-id.ts';
import { type Place, placeAt, placeWith, type SharedRemote, sharedRemoteOf } from '../support/cli-place.ts';
import { scratchFolder } from '../support/scratch-repository.ts';
import {
  expectDistinctAttempts,
  expectWhole,
  inspect,
  killAt,
  pipeline,
  type Recorded,
  type Round,
  roundsOf,
  scripts,
  setHang,
} from './kill-rounds.ts';
import { endLivingOf, Ledger } from './ledger.ts';

const seed = 4_711;
const local = { lanes: 5, rounds: 16 };
const shared = { lanes: 8, rounds: 1 };

test(`${local.lanes * local.rounds} runs that are killed at random moments are resumed to their end`, async () => {
  const ledgers = scratchFolder();
  const lanes = Array.from({ length: local.lanes }, (_, lane) => ({ lane, root: preparedPlace().root }));
  const played = lanes.map(({ lane, root }) =>
    playRounds(roundsOf(seed + lane, local.rounds), join(ledgers, `${lane}`), (ledger, round) => {
      rmSync(join(root, 'out'), { recursive: true, force: true });
      return playLocal(placeAt(root, { variables: { LEDGER: ledger.folder } }), ledger, round);
    }),
  );
  expectKills(await Promise.all(played));
});

test(`${shared.lanes * shared.rounds} of them in a fresh clone, with the journal gone`, async () => {
  const ledgers = scratchFolder();
  const lanes = Array.from({ length: shared.lanes }, (_, lane) => ({ lane, remote: sharedRemoteOf(preparedPlace()) }));
  const played = lanes.map(({ lane, remote }) =>
    playRounds(roundsOf(seed - 1 - lane, shared.rounds), join(ledgers, `${lane}`), (ledger, round) =>
      playShared(remote, ledger, round),
    ),
  );
  expectKills(await Promise.all(played));
});

/** The same for all rounds of a lane, so that state grows as it does for people. */
function preparedPlace(): Place {
  const place = placeWith({ etl: pipeline });
  for (const [path, text] of Object.entries(scripts)) place.write(path, text);
  place.write('.gitignore', 'out/\n');
  place.write('.github/segue.yml', 'environments: { staging: {} }\n');
  place.commit();
  return place;
}

/** One after the other; how many kills each of them had that left a run behind. */
async function playRounds(
  rounds: readonly Round[],
  ledgers: string,
  play: (ledger: Ledger, round: Round) => Promise<number>,
): Promise<readonly number[]> {
  const kills: number[] = [];
  for (const [number, round] of rounds.entries()) {
    const ledger = new Ledger(join(ledgers, `${number}`));
    if (round.stubborn) setHang(ledger, 'stubborn');
    const playing = play(ledger, round).catch((error: unknown) => {
      throw new Error(`${ledger.folder}, ${JSON.stringify(round)}: ${String(error)}`, { cause: error });
    });
    kills.push(await playing);
  }
  return kills;
}

async function playLocal(place: Place, ledger: Ledger, { moments, both }: Round): Promise<number> {
  const kills = await killAgainAndAgain(place, ledger, { moments, both }, 'local');
  setHang(ledger, 'released');
  await goOn(place, kills.at(-1), 'local');
  expectWhole(place, ledger, await place.status(), kills);
  expectDistinctAttempts(ledger);
  return kills.length;
}

/**
 * What was not yet at the remote when the first machine died runs again on the second, which cannot know of it. And since
 * both "machines" are this one, the test itself ends what the first has left running: across real machines that takes a
 * lease.
 */
async function playShared(remote: SharedRemote, ledger: Ledger, { moments, both }: Round): Promise<number> {
  const variables = { LEDGER: ledger.folder };
  const first = remote.clone({ variables });
  const kills = await killAgainAndAgain(first, ledger, { moments, both }, 'staging');
  const run = kills.at(-1)?.document.run;
  if (run !== undefined) await endLivingOf(run);
  const second = remote.clone({ variables });
  const arrived = await inspect(second, ledger, 'staging');
  // Killed before the remote had taken the claim: then nothing of it has begun either.
  if (arrived === undefined) expect(ledger.lines().filter((line) => line.run === run)).toEqual([]);
  else expect(arrived.document.run).toBe(run);
  setHang(ledger, 'released');
  // Whoever knows that the first is gone need not wait until its lease has run out.
  await goOn(second, arrived, 'staging', '--take-over');
  const { age: _, ...document } = await second.json<Recorded['document'] & { age: object }>(
    'status',
    '--env',
    'staging',
  );
  expectWhole(second, ledger, document, arrived === undefined ? [] : [arrived], timesContinued(document.actions));
  expectDistinctAttempts(ledger);
  expect(await first.json('status', document.run, '--env', 'staging')).toMatchObject(document);
  return kills.length;
}

async function killAgainAndAgain(
  place: Place,
  ledger: Ledger,
  { moments, both }: Pick<Round, 'moments' | 'both'>,
  environment: string,
): Promise<readonly Recorded[]> {
  const kills: Recorded[] = [];
  for (const moment of moments) {
    await killAt(start(place, kills.at(-1), environment), moment, both);
    const recorded = await inspect(place, ledger, environment);
    if (recorded !== undefined) kills.push(recorded);
  }
  return kills;
}

async function goOn(
  place: Place,
  recorded: Recorded | undefined,
  environment: string,
  ...how: readonly string[]
): Promise<void> {
  const { code, stderr } = await start(place, recorded, environment, ...how).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

function start(place: Place, recorded: Recorded | undefined, environment: string, ...how: readonly string[]) {
  const command = recorded === undefined ? ['run', 'etl'] : ['resume', recorded.document.run, ...how];
  return place.start(...command, '--env', environment);
}

/** Kills that came before there was a run, or after, prove little: most must have hit. */
function expectKills(lanes: readonly (readonly number[])[]): void {
  const rounds = lanes.flat();
  expect(rounds.filter((kills) => kills > 0).length).toBeGreaterThan(rounds.length * 0.7);
}
