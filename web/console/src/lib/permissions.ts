// What somebody may, told by what it is about. Pure.

/** `catalog.read`, `catalog.write`: one entry. `say` tells one of them as it is called: in Chinese “商品：查看”, in English “Catalog read”. */
export function byArea(permissions: readonly string[], say: (permission: string) => string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const permission of permissions) {
    const told = say(permission);
    const words = permission.split(".")[0]!.split("_").length;
    const [area, verb] = told.includes("：") ? told.split("：") : [told.split(" ").slice(0, words).join(" "), told.split(" ").slice(words).join(" ")];
    found.set(area!, [...(found.get(area!) ?? []), verb!]);
  }
  return found;
}
