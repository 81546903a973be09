// Where somebody is led who has signed in. Pure.

/** A page of the console, and never that of signing in itself: an address that names it leads where that one would. */
export function wayIn(wanted: string | null): string {
  const [path, asked = ""] = (wanted ?? "").split(/\?(.*)/s) as [string, string?];
  if (/^\/*login\/*$/.test(path)) return wayIn(new URLSearchParams(asked).get("to"));
  return `/${(wanted ?? "").replace(/^[\\/]+/, "")}`;
}
