import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Place, placeWith } from '../support/cli-place.ts';

const foreach = `description: d
owner: o
tasks:
  list:
    run: echo 'names=["a","b"]' >> "$SEGUE_OUTPUT"
    artifacts: none
  each:
    needs: list
    foreach: \${{ fromJSON(needs.list.outputs.names) }}
    run: |
      mkdir -p out && echo "$NAME" > "out/$NAME.txt"
      echo "file=out/$NAME.txt" >> "$SEGUE_OUTPUT"
    env: { NAME: "\${{ foreach.item }}" }
    artifacts: ["out/*.txt"]
  join:
    needs: each
    run: echo "$FILES $(cat out/a.txt out/b.txt | tr '\\n' ' ')" > joined
    env: { FILES: "\${{ needs.each.outputs.file }}" }
    artifacts: none
`;

const branch = `description: d
owner: o
params: { side: { type: string, default: left } }
tasks:
  left: { if: "\${{ params.side == 'left' }}", run: echo left > found.txt, artifacts: [found.txt] }
  right: { if: "\${{ params.side == 'right' }}", run: echo right > found.txt, artifacts: [found.txt] }
  tell: { needs: [left, right], trigger-rule: none_failed, run: cat found.txt, artifacts: none }
`;

async function noticesOf(place: Place, ...args: string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await place.segue('run', ...args, '--json');
  if (code !== 0) throw new Error(`${code}: ${stderr}${stdout}`);
  const events = stdout.trimEnd().split('\n');
  return events.map((line) => JSON.parse(line)).flatMap(({ event, message }) => (event === 'notice' ? [message] : []));
}

describe('what tasks outside of a selection hand on', () => {
  it('is, of a foreach task, what its instances gave: lists of outputs, and their files', async () => {
    const place = placeWith({ each: foreach });
    await noticesOf(place, 'each');
    const { run } = await place.status();
    rmSync(join(place.root, 'out/a.txt'));
    rmSync(join(place.root, 'joined'));
    const notices = await noticesOf(place, 'each', '--only', 'join');
    expect(readFileSync(join(place.root, 'joined'), 'utf8').trim()).toBe('["out/a.txt","out/b.txt"] a b');
    expect(notices).toContainEqual(expect.stringMatching(new RegExp(`^Taken from ${run} of .+ UTC: each$`)));
    expect(notices).toContain(`Put back from ${run}: out/a.txt`);
  });

  it('is, of a file that two runs have made on two sides of a branch, the newer one', async () => {
    const place = placeWith({ branch });
    await noticesOf(place, 'branch', '--param', 'side=right');
    const older = await place.status();
    await noticesOf(place, 'branch');
    const newer = await place.status();
    rmSync(join(place.root, 'found.txt'));
    const notices = await noticesOf(place, 'branch', '--from', 'tell');
    expect(readFileSync(join(place.root, 'found.txt'), 'utf8')).toBe('left\n');
    expect(notices).toContain(`found.txt is taken from ${newer.run}, not from right in ${older.run}, which is older.`);
    expect((await place.status()).tasks).toMatchObject({
      left: { state: 'excluded', reused: newer.run },
      right: { state: 'excluded', reused: older.run, artifacts: [] },
    });
  });
});
