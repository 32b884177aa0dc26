// The other side of the branch: nothing to look into.
import { need, writeText } from '../shared/task.mjs';

const text = `${need('LATE')} % of all flights were late, less than ${need('SEGUE_PARAM_ALARM')} %.\n`;
await writeText(`${need('OUT')}/finding.md`, text);
