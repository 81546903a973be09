// Numbers as the keys of a Chinese keyboard write them. Pure.

/** `１０` is 10 and `－５` is -5, whatever stands around it. */
export const digits = (typed: string): string => typed.normalize("NFKC").replace(/[−–]/g, "-").trim();
