import { useResourceContext, useTranslate } from "react-admin";

/** What a field is called: on some pages by another word than elsewhere (the size of a group, of a file). */
export function useFieldName(): (name: string) => string {
  const say = useTranslate();
  const page = useResourceContext();
  return (name) => say(`of.${page}.${name}`, { _: say(`field.${name}`) });
}
