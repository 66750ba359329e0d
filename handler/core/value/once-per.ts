/** Works something out once for each object, and keeps it for as long as the object is there. */
export function oncePer<K extends object, V extends object>(workOut: (key: K) => V): (key: K) => V {
  const found = new WeakMap<K, V>();
  return (key) => {
    const known = found.get(key);
    if (known !== undefined) return known;
    const made = workOut(key);
    found.set(key, made);
    return made;
  };
}
