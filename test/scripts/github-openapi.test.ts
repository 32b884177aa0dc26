import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pickOperations } from '../../scripts/pick-operations.ts';

test('the fixture is of the version and the operations that the scripts name', () => {
  const script = join(import.meta.dirname, '../../scripts/generate-github-openapi.ts');
  execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
});

test('of a description only requests are kept, with every reference followed and no words for people', () => {
  const api = {
    paths: {
      '/a/{id}': {
        get: { parameters: [{ $ref: '#/components/parameters/id' }], description: 'gone' },
        patch: {
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    title: { type: 'string', description: 'gone' },
                    note: { $ref: '#/components/schemas/note' },
                  },
                },
              },
            },
          },
        },
      },
    },
    components: {
      parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'integer' }, description: 'gone' } },
      schemas: { note: { type: 'string', nullable: true, example: 'gone' } },
    },
  };
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
  const note = { anyOf: [{ type: 'string' }, { type: 'null' }] };
  const schema = { type: 'object', properties: { title: { type: 'string' }, note } };
  expect(pickOperations(api, ['GET /a/{id}', 'PATCH /a/{id}'], '1.0.0').operations).toEqual({
    'GET /a/{id}': { parameters: [id] },
    'PATCH /a/{id}': { parameters: [], body: { required: false, schema } },
  });
  expect(() => pickOperations(api, ['PUT /a/{id}'], '1.0.0')).toThrow('GitHub describes no PUT /a/{id}');
});
