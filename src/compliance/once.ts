/** Computes on first use. */
export function lazily<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => value ??= compute();
}

/** Computes once for each object, on first use. */
export function oncePer<K extends object, T>(compute: (about: K) => T): (about: K) => T {
  const known = new WeakMap<K, { readonly value: T }>();
  return (about) => {
    let result = known.get(about);
    if (!result) known.set(about, result = { value: compute(about) });
    return result.value;
  };
}
