/** The repository that holds Segue and its Action. */
export const repository = 'seguehq/segue';

/** Editors read the schemas from here; the path moves only with the major version. */
const schemas = `https://raw.githubusercontent.com/${repository}/v1/schema`;

export const pipelineSchemaAddress = `${schemas}/pipeline.schema.json`;
export const backfillSchemaAddress = `${schemas}/backfill.schema.json`;
export const testSchemaAddress = `${schemas}/test.schema.json`;
export const settingsSchemaAddress = `${schemas}/settings.schema.json`;
