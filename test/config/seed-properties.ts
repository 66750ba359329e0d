import fc from 'fast-check';

// One seed for every run, so that a build fails only for what changed; `PROPERTY_SEED=<number> npm test` looks elsewhere.
const SEED = 20_261_122;
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? SEED) });
