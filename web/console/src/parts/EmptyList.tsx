import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { CreateButton, useListContext, useLocaleState, usePermissions, useResourceContext, useTranslate } from "react-admin";
import { creating } from "../api/catalogue.ts";
import { EMPTY } from "../i18n/empty.ts";
import { specOf } from "../resources.ts";

export function useEmpty(): (page: string) => string {
  const [locale] = useLocaleState();
  return (page) => EMPTY[page]?.[locale === "zh" ? "zh" : "en"] ?? "";
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
  const { permissions } = usePermissions<Set<string>>();
  const { filterValues, setFilters } = useListContext();
  const spec = specOf(useResourceContext()!);
  const { needs, begins = {} } = spec;
  if (needs && !filterValues?.[needs])
    return <Needs field={needs} />;
  // What the list began with is no filter that somebody set, and clearing it would show nothing at all.
  const filtered = Object.entries(filterValues ?? {}).some(([name, value]) => name !== needs && begins[name] !== value);
  const create = creating(spec);
  return (
    <Box sx={{ p: 4, textAlign: "center" }}>
      <Typography sx={{ mb: 2 }}>{filtered ? say("say.empty_filtered") : empty(spec.name)}</Typography>
      {filtered ? <Button variant="outlined" onClick={() => setFilters(begins)}>{say("say.clear")}</Button> : create?.body && permissions?.has(create.may) ? <CreateButton variant="outlined" /> : null}
    </Box>
  );
}
