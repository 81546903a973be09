import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { CreateButton, useListContext, useLocaleState, usePermissions, useResourceContext, useTranslate } from "react-admin";
import { creating } from "../api/catalogue.ts";
import { EMPTY } from "../i18n/empty.ts";
import { without } from "../lib/filters.ts";
import { specOf } from "../resources.ts";
import { useFieldName } from "./useFieldName.ts";
import { stateName, useText } from "./Value.tsx";

/** Where the rows of a page come from; and what to do, to whoever may make one. */
export function useEmpty(): (page: string) => string {
  const [locale] = useLocaleState();
  const { permissions } = usePermissions<Set<string>>();
  const language = locale === "zh" ? "zh" : "en";
  return (page) => {
    const said = EMPTY[page];
    const may = creating(specOf(page))?.may;
    const todo = may && permissions?.has(may) ? said?.todo?.[language] : undefined;
    return [said?.[language] ?? "", ...(todo ? [todo] : [])].join(language === "zh" ? "" : " ");
  };
}

/** Nothing is listed before one filter is typed. */
function Needs({ field }: { field: string }) {
  const say = useTranslate();
  return (
    <Box sx={{ p: 4, textAlign: "center" }}>
      <Typography sx={{ mb: 2 }}>{say("say.needs", { field: say(`field.${field}`) })}</Typography>
    </Box>
  );
}

/** Says why there is nothing and what to do about it. */
export function EmptyList() {
  const say = useTranslate();
  const empty = useEmpty();
  const called = useFieldName();
  const text = useText();
  const { permissions } = usePermissions<Set<string>>();
  const { filterValues, setFilters } = useListContext();
  const spec = specOf(useResourceContext()!);
  if (spec.needs && !filterValues?.[spec.needs])
    return <Needs field={spec.needs} />;
  const { values, narrowed, begun } = without(spec, filterValues ?? {});
  const create = creating(spec);
  const filters = narrowed.map(({ source, value, choices }) => `${called(source)}${say("form.colon")}${choices ? stateName(say, spec.name, value) : text(value)}`);
  return (
    <Box sx={{ p: 4, textAlign: "center" }}>
      <Typography sx={{ mb: 2 }}>{!narrowed.length ? empty(spec.name) : begun ? say("say.empty_begins", { filters: filters.join(say("form.and")) }) : say("say.empty_filtered")}</Typography>
      {narrowed.length ? <Button variant="outlined" onClick={() => setFilters(values)}>{say(begun ? "say.show_all" : "say.clear")}</Button> : create?.body && permissions?.has(create.may) ? <CreateButton variant="outlined" /> : null}
    </Box>
  );
}
