/** Makes a thing when it is first asked for, and keeps it: large tables cost nothing where nobody needs them. */
export function once<Made>(make: () => Made): () => Made {
  let made: { readonly thing: Made } | undefined;
  return () => (made ??= { thing: make() }).thing;
}
