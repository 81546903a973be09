import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { CreateButton, useListContext, useLocaleState, usePermissions, useResourceContext, useTranslate } from "react-admin";
import { creating } from "../api/catalogue.ts";
import { EMPTY, NEEDS } from "../i18n/empty.ts";
import { Link } from "react-router-dom";
import { SPECS, specOf } from "../resources.ts";

export function useEmpty(): (page: string) => string {
  const [locale] = useLocaleState();
  return (page) => EMPTY[page]?.[locale === "zh" ? "zh" : "en"] ?? "";
}

/** Nothing is listed before one filter is typed. */
function Needs({ page, field }: { page: string; field: string }) {
  const say = useTranslate();
  const [locale] = useLocaleState();
  const { permissions } = usePermissions<Set<string>>();
  const told = NEEDS[page];
  const there = told && SPECS.find((spec) => spec.name === told.page && permissions?.has(spec.read));
  return (
    <Box sx={{ p: 4, textAlign: "center" }}>
      <Typography sx={{ mb: 2 }}>{told?.[locale === "zh" ? "zh" : "en"] ?? say("say.needs", { field: say(`field.${field}`) })}</Typography>
      {there ? <Button variant="outlined" component={Link} to={`/${there.name}`}>{say(`page.${there.name}`)}</Button> : null}
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
    return <Needs page={spec.name} field={needs} />;
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
