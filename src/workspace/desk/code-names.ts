import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import type { Code } from '../tick/code.ts';

/** Nothing at the commit has this id. */
export function unknownPipelineIn({ pipelines, broken, commit }: Code, name: string): Problem {
  const guess = nearest(name, [...pipelines.keys(), ...broken.keys()]);
  const help = guess === undefined ? 'Its id is the path of its file below the folder.' : `Did you mean ${guess}?`;
  return new Problem('SG701', `The default branch has no pipeline ${name} (at ${commit.slice(0, 7)}).`, help, 2);
}
