import { pipelineId } from '../../model/names.ts';
import { clip } from '../../model/route-words.ts';
import type { Finding, Rule } from '../rule.ts';

export const badOldId: Rule = {
  code: 'SG211',
  name: 'bad-old-id',
  severity: 'error',
  summary: '`renamed-from` names the pipeline itself, or a file instead of an id.',
  why: 'The state of a pipeline is kept under its id. What is not the id that it had before has no state to take over.',
  fix: 'Write the path that the file had below the folder of the pipelines, without its ending; or remove the line.',
  check({ pipeline, links: { renamedFrom }, settings }) {
    return (renamedFrom ?? []).flatMap(({ id, range }): Finding[] => {
      if (id === pipeline.id) {
        const help = 'Remove the line, or write the id that the pipeline had before its file moved.';
        return [{ range, message: `\`renamed-from\` names \`${id}\`, which is the pipeline itself`, help }];
      }
      if (!/\.ya?ml$/i.test(id)) return [];
      const help = `Write \`${clip(pipelineId(id, settings.pipelines))}\`.`;
      return [{ range, message: `\`${clip(id)}\` is the path of a file, not the id of a pipeline`, help }];
    });
  },
};
