import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useListContext, useResourceContext, useTranslate } from "react-admin";
import { specOf } from "../resources.ts";

/** Says why there is nothing and what to do about it. */
export function EmptyList() {
  const say = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const needs = specOf(useResourceContext()!).needs;
  if (needs && !filterValues?.[needs])
    return <Box sx={{ p: 4, textAlign: "center" }}><Typography>{say("say.needs", { field: say(`field.${needs}`) })}</Typography></Box>;
  const filtered = Object.keys(filterValues ?? {}).length > 0;
  return (
    <Box sx={{ p: 4, textAlign: "center" }}>
      <Typography sx={{ mb: 2 }}>{say(filtered ? "say.empty_filtered" : "say.empty")}</Typography>
      {filtered ? <Button variant="outlined" onClick={() => setFilters({})}>{say("say.clear")}</Button> : null}
    </Box>
  );
}
