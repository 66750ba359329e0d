/** One step of the way from the template's root to a node; linked upwards, so that walking costs one object a node. */
export interface PathLink {
  readonly parent: PathLink | undefined;
  readonly key: string | number;
}

/** Where a value, statement or finding comes from, so that everything shown can point back to it. */
export type Origin =
  | { readonly kind: 'template'; readonly path: PathLink | undefined; readonly start: number }
  | { readonly kind: 'fact'; readonly fact: string }
  | { readonly kind: 'aws-default'; readonly source: string }
  | { readonly kind: 'input'; readonly path: PathLink | undefined };

/** The path as in `["Resources", "Queue", "Properties"]`. */
export function pathOf(link: PathLink | undefined): readonly (string | number)[] {
  const keys: (string | number)[] = [];
  for (let step = link; step !== undefined; step = step.parent) keys.push(step.key);
  return keys.reverse();
}

export function childPath(parent: PathLink | undefined, key: string | number): PathLink {
  return { parent, key };
}
