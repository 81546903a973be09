import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useListContext, useTranslate } from "react-admin";

/** Says why there is nothing and what to do about it. */
export function EmptyList() {
  const say = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const filtered = Object.keys(filterValues ?? {}).length > 0;
  return (
    <Box sx={{ p: 4, textAlign: "center" }}>
      <Typography sx={{ mb: 2 }}>{say(filtered ? "say.empty_filtered" : "say.empty")}</Typography>
      {filtered ? <Button variant="outlined" onClick={() => setFilters({})}>{say("say.clear")}</Button> : null}
    </Box>
  );
}
