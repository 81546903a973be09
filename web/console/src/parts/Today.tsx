// What the day has brought so far, as the shop counts its day: seconds old, and asked again each minute.
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Grid from "@mui/material/Grid";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { useText } from "./Value.tsx";
import { Failed } from "./Waiting.tsx";

export function Today() {
  const say = useTranslate();
  const text = useText();
  const { data, error } = useQuery({ queryKey: ["live"], queryFn: () => call("/v1/admin/reports/live"), refetchInterval: 60_000 });
  if (error) return <Failed error={error} />;
  const figures: [string, string][] = data
    ? [
        [say("dash.orders"), text(data.orders)], [say("dash.paid"), text(data.paid)], [say("dash.visitors"), text(data.visitors)],
        ...(data.currencies as any[]).map((one): [string, string] => [say("dash.revenue"), text({ amount: one.revenue, currency: one.currency })]),
      ]
    : [];
  return (
    <Card variant="outlined" sx={{ mb: 1 }} aria-busy={!data}><CardContent>
      <Typography variant="h6" component="h2" gutterBottom>{say("dash.today")}</Typography>
      {data ? (
        <Grid container spacing={1}>
          {figures.map(([name, figure]) => (
            <Grid key={name + figure} size={{ xs: 6, sm: 3 }}>
              <Typography variant="h5" component="p">{figure}</Typography>
              <Typography variant="body2" color="text.secondary">{name}</Typography>
            </Grid>
          ))}
        </Grid>
      ) : <Typography>{say("say.loading")}</Typography>}
    </CardContent></Card>
  );
}
