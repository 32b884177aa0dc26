import fc from 'fast-check';

/**
 * fast-check as every test uses it: its cases are the same at each run, so that what is green stays green until the code
 * changes. `SEGUE_TEST_SEED=N` draws others, `SEGUE_TEST_SEED=fresh` new ones each time; a failure prints its seed.
 */
const asked = process.env.SEGUE_TEST_SEED ?? '20261121';

if (asked !== 'fresh') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });

export default fc;
