import { z } from 'zod';
import { backfillSchemaAddress, pipelineSchemaAddress, settingsSchemaAddress, testSchemaAddress } from '../address.ts';
import { limits } from '../limits.ts';
import { idPattern, instancePattern, variablePattern } from '../names.ts';
import { environmentPattern } from '../settings.ts';
import { backfillSchema } from './backfill-schema.ts';
import { pipelineSchema } from './pipeline-schema.ts';
import { settingsSchema } from './settings-schema.ts';
import { testSchema } from './test-schema.ts';

/** A JSON Schema for editors, as a file of the repository. */
export interface SchemaFile {
  readonly path: string;
  readonly text: string;
}

/** The schemas of all kinds of files, in draft 7: the newest that all editors with YAML support know. */
export function schemaFiles(): readonly SchemaFile[] {
  return [
    toFile('schema/pipeline.schema.json', pipelineSchemaAddress, 'A Segue pipeline', pipelineSchema()),
    toFile(
      'schema/settings.schema.json',
      settingsSchemaAddress,
      'Settings of a repository with Segue pipelines',
      settingsSchema(),
    ),
    toFile('schema/backfill.schema.json', backfillSchemaAddress, 'A backfill of a Segue pipeline', backfillSchema()),
    toFile('schema/test.schema.json', testSchemaAddress, 'Tests of a Segue pipeline', testSchema()),
  ];
}

function toFile(path: string, address: string, title: string, schema: z.ZodType): SchemaFile {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', override: addRules });
  return { path, text: `${JSON.stringify({ $schema, $id: address, title, ...rest }, null, 2)}\n` };
}

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']>;

/** What the loader checks apart from the schema, so that its messages can say more. */
const addRules: Override = ({ jsonSchema, path }) => {
  const place = path.filter((step) => step !== 'properties').join('.');
  if (jsonSchema.propertyNames !== undefined) {
    const variables = /(?:^|\.)env$/.test(place);
    jsonSchema.propertyNames = variables
      ? { pattern: variablePattern.source }
      : { pattern: idPattern.source, maxLength: limits.idLength };
  }
  if (/(?:^|\.)(?:answers|expect\.tasks)$/.test(place)) jsonSchema.propertyNames = { pattern: instancePattern.source };
  if (place === 'environments') {
    jsonSchema.propertyNames = { pattern: environmentPattern.source, maxLength: limits.idLength };
  }
  if (place === 'tasks') Object.assign(jsonSchema, { minProperties: 1, maxProperties: limits.tasksPerPipeline });
  if (place === 'deadline') Object.assign(jsonSchema, { minProperties: 1, maxProperties: 1 });
};
