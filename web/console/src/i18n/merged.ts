/** The kept translation may lag behind the library: what it lacks is said in English, never by its key. */
export function merged(under: any, over: any): any {
  if (typeof under !== "object" || typeof over !== "object") return over ?? under;
  return Object.fromEntries(Object.keys({ ...under, ...over }).map((key) => [key, key in over ? merged(under[key], over[key]) : under[key]]));
}
