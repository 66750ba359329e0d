import { readFileSync } from 'node:fs';

/** A JSON file of an installed package; by path, because packages export neither their manifest nor their data. */
export function readInstalled(name, path) {
  return JSON.parse(readFileSync(new URL(`../../../node_modules/${name}/${path}`, import.meta.url), 'utf8'));
}

export function installedPackage(name) {
  return readInstalled(name, 'package.json');
}
