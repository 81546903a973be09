import package_ from "@haxqer/ra-language-chinese";

/** The package is CommonJS: some bundlers give what it exports, some a module around it. */
export const chinese: any = (package_ as any).ra ? package_ : (package_ as any).default;

/** The kept translation may lag behind the library: what it lacks is said in English, never by its key. */
export function merged(under: any, over: any): any {
  if (typeof under !== "object" || typeof over !== "object") return over ?? under;
  return Object.fromEntries(Object.keys({ ...under, ...over }).map((key) => [key, key in over ? merged(under[key], over[key]) : under[key]]));
}
