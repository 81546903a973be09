// A list as it fits: a table where there is room, cards on a telephone. Every row is opened by a link, so keyboard and new tabs work.
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useCreatePath, useListContext, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { specOf } from "../resources.ts";
import { StepButton } from "./StepButton.tsx";
import { at, useText, Value } from "./Value.tsx";
import { Failed, Waiting } from "./Waiting.tsx";

export function Rows() {
  const { data, resource, isPending, error } = useListContext();
  const spec = specOf(resource);
  const say = useTranslate();
  const text = useText();
  const pathTo = useCreatePath();
  const narrow = useMediaQuery("(max-width:800px)");
  if (error) return <Failed error={error} />;
  if (isPending || !data) return <Waiting />;
  if (!data.length) return null;
  const steps = (row: any) => spec.steps?.map((step) => <StepButton key={step.verb} resource={resource} row={row} step={step} />);
  const title = (row: any) => {
    const first = spec.columns[0]!;
    const label = text(at(row, first.source), first.kind) || row.id;
    if (!spec.one) return <Value value={at(row, first.source)} kind={first.kind} />;
    return <Link component={RouterLink} data-row to={pathTo({ resource, id: row.id, type: "show" })}>{label}</Link>;
  };
  if (narrow)
    return (
      <Stack spacing={1} sx={{ p: 1 }} component="ul" style={{ listStyle: "none", margin: 0 }}>
        {data.map((row: any) => (
          <Paper key={row.id} variant="outlined" sx={{ p: 1.5 }} component="li">
            <Typography component="div" sx={{ fontWeight: 600 }}>{title(row)}</Typography>
            {spec.columns.slice(1).map((column) => {
              const value = at(row, column.source);
              if (value === null || value === undefined || value === "") return null;
              return (
                <Box key={column.source} sx={{ display: "flex", justifyContent: "space-between", gap: 2, py: 0.25 }}>
                  <Typography variant="body2" color="text.secondary">{say(`field.${column.source}`)}</Typography>
                  <Typography variant="body2" component="span" sx={{ textAlign: "right", minWidth: 0 }}><Value value={value} kind={column.kind} /></Typography>
                </Box>
              );
            })}
            {spec.steps ? <Stack direction="row" spacing={1} sx={{ mt: 1 }}>{steps(row)}</Stack> : null}
          </Paper>
        ))}
      </Stack>
    );
  return (
    // Focusable, because it may be wider than the screen and then scrolls.
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={say(`page.${resource}`)}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {spec.columns.map((column) => (
              <TableCell key={column.source} align={column.kind === "money" || column.kind === "number" ? "right" : "left"}>{say(`field.${column.source}`)}</TableCell>
            ))}
            {spec.steps ? <TableCell>{say("field.action")}</TableCell> : null}
          </TableRow>
        </TableHead>
        <TableBody>
          {data.map((row: any) => (
            <TableRow key={row.id} hover>
              {spec.columns.map((column, index) => (
                <TableCell key={column.source} align={column.kind === "money" || column.kind === "number" ? "right" : "left"} sx={{ maxWidth: 360 }}>
                  {index === 0 ? title(row) : <Value value={at(row, column.source)} kind={column.kind} />}
                </TableCell>
              ))}
              {spec.steps ? <TableCell><Stack direction="row" spacing={1}>{steps(row)}</Stack></TableCell> : null}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
