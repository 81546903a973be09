// Which pictures a page may show: those that come by the shop's own host. Others are named only; the policy of the page lets it ask them for
// nothing. Pure.

/** Its address on this host, or null. */
export function ownPicture(url: string | null | undefined, here: string): string | null {
  if (!url) return null;
  try {
    const at = new URL(url, here);
    return at.origin === new URL(here).origin || /^\/(v1\/)?media\//.test(at.pathname) ? at.pathname : null;
  } catch {
    return null;
  }
}
