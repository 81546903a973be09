// Why money went back: a code of the shop's, one with the case that it is about, or what somebody wrote. Pure.

const OF_CASE = /^(return|withdrawal)(?: (\S+))??( exchanged)?$/;
const CODE = /^[a-z]+(_[a-z]+)+$/;

/** `id`: of the case. `exchanged`: its pieces came back in an exchange before. */
export type Why = { code: string; id?: string; exchanged: boolean };

/** Null for somebody's own words. */
export function whyOf(said: string): Why | null {
  const [, kind, id, exchanged] = OF_CASE.exec(said) ?? [];
  if (kind) return { code: kind, ...(id ? { id } : {}), exchanged: Boolean(exchanged) };
  return CODE.test(said) ? { code: said, exchanged: false } : null;
}
