// An address as people of its country write it: from the country down in East Asia, from the street up elsewhere.
export type Address = Partial<Record<"street" | "district" | "city" | "province" | "postal_code" | "country", string | null>>;

const HAN = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

/** `CN` → 中国; what is no country's code stays as it is. */
export function country(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** `%E6%9D%AF` → 杯; what is no such text stays as it is. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Host and path of where something is; null of what is no address, whatever it begins with. */
export function place(address: string): { host: string; path: string } | null {
  try {
    const { host, pathname } = new URL(address);
    return { host, path: unescaped(pathname) };
  } catch {
    return null;
  }
}

export function written(address: Address, locale: string): string {
  const land = address.country ? country(address.country, locale) : "";
  const { street, district, city, province, postal_code } = address;
  if (HAN.test(`${street ?? ""}${city ?? ""}`)) {
    // A city that is its own province is said once.
    const places = [province, city === province ? "" : city, district].filter(Boolean).join("");
    return [land, postal_code, `${places}${street ?? ""}`].filter(Boolean).join(" ");
  }
  return [street, district, city, province, postal_code, land].filter(Boolean).join(", ");
}
