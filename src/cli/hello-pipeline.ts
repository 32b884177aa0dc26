import { pipelineSchemaAddress } from '../model/address.ts';

/** The pipeline that `segue init` writes: it works at once and shows needs, outputs, retries and a parameter. */
export function helloPipeline(owner: string): string {
  return `# yaml-language-server: $schema=${pipelineSchemaAddress}
name: Hello
description: A first pipeline to look at, change, or delete.
owner: ${JSON.stringify(owner)}

# With a schedule, each run is for an interval: from one morning to the next. Something has to start it each morning,
# such as a crontab line that calls: segue run hello
# on: { schedule: [{ cron: "0 5 * * *", timezone: Europe/Paris }] }

params:
  name: { type: string, default: world }

tasks:
  extract:
    run: |
      echo "Reading something…"
      echo "rows=3" >> "$SEGUE_OUTPUT"
    retries: 2
  transform:
    needs: extract
    run: echo "Changing $ROWS rows."
    env: { ROWS: "\${{ needs.extract.outputs.rows }}" }
  publish:
    needs: transform
    run: echo "Hello, $SEGUE_PARAM_NAME!"
`;
}
