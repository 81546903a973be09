// The day at a glance: what was sold, and what waits for somebody. A tile asks only for what the person may see.
import Card from "@mui/material/Card";
import CardActionArea from "@mui/material/CardActionArea";
import CardContent from "@mui/material/CardContent";
import Grid from "@mui/material/Grid";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useLocaleState, usePermissions, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { call } from "../api/client.ts";
import { inWarehouse, tilesOf, type Tile } from "../lib/tiles.ts";
import { addDays } from "../lib/time.ts";
import { useActsForAll } from "../parts/useActsForAll.ts";
import { PageTitle } from "../parts/PageTitle.tsx";
import { Today } from "../parts/Today.tsx";
import { Trend } from "../parts/Trend.tsx";
import { useToday } from "../parts/useToday.ts";
import { useText } from "../parts/Value.tsx";
import { Failed } from "../parts/Waiting.tsx";

const NAMES = "/v1/admin/warehouse_names";
const COUNTED = 50;
const DAYS = 14;
/** Of more warehouses than this the tile would be many; their list says the rest. */
const MOST_WAREHOUSES = 6;

/** `place`: which of several warehouses. */
function Work({ tile, place }: { tile: Tile; place?: string }) {
  const say = useTranslate();
  useToday();
  const { data, error } = useQuery({ queryKey: ["work", tile.name, tile.query], queryFn: () => call(tile.path, { query: { ...tile.query, limit: COUNTED } }), refetchInterval: 60_000 });
  const count = data?.data.length as number | undefined;
  const known = data && (tile.counted?.(data) ?? true);
  return (
    <Grid size={{ xs: 4, sm: 4, md: 2 }}>
      <Card variant="outlined" sx={{ height: "100%" }} aria-busy={count === undefined && !error}>
        <CardActionArea component={Link} to={tile.to} sx={{ height: "100%" }}>
          <CardContent sx={{ height: "100%", p: { xs: 1, sm: 2 } }}>
            <Typography variant="h5" component="p">{count === undefined ? (error ? "–" : "…") : !known ? "–" : data.next_cursor ? say("dash.more", { count }) : count}</Typography>
            <Typography variant="body2" color="text.secondary">{say(`dash.${tile.name}`)}{place ? ` · ${place}` : ""}</Typography>
            {data && !known ? <Typography variant="caption" color="text.secondary">{say("dash.by_night")}</Typography> : null}
          </CardContent>
        </CardActionArea>
      </Card>
      {error ? <Failed error={error} /> : null}
    </Grid>
  );
}


/** Picks are listed by their warehouse: a tile for each that the person acts in. */
function ByWarehouse({ tile }: { tile: Tile }) {
  const text = useText();
  const all = useActsForAll();
  const { data, error } = useQuery({ queryKey: ["codes", NAMES], queryFn: () => call<any>(NAMES), staleTime: 600_000 });
  // Without a word the shop tells of the main one.
  if (error) return all ? <Work tile={tile} /> : null;
  const places: any[] = (data?.data ?? []).filter((one: any) => one.active).slice(0, MOST_WAREHOUSES);
  return <>{places.map((one) => <Work key={one.id} tile={inWarehouse(tile, one.id)} place={places.length > 1 ? text(one.name) : undefined} />)}</>;
}

function Sales() {
  const say = useTranslate();
  const [locale] = useLocaleState();
  const to = useToday();
  const from = addDays(to, 1 - DAYS);
  const { data, error } = useQuery({ queryKey: ["sales", from], queryFn: () => call("/v1/admin/reports/sales", { query: { from, to, grain: "day" } }) });
  if (error) return <Failed error={error} />;
  return (
    <Card sx={{ mt: 2 }} aria-busy={!data}><CardContent>
      <Typography variant="h6" component="h2">{say("dash.trend")}</Typography>
      {data ? <Trend rows={data.data} locale={locale} /> : <Typography>{say("say.loading")}</Typography>}
    </CardContent></Card>
  );
}

export default function Dashboard() {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const all = useActsForAll();
  if (!permissions) return null;
  const tiles = tilesOf(permissions, all);
  return (
    <>
      <PageTitle text={say("page.dashboard")} />
      {permissions.has("reports.read") ? <Today /> : null}
      {tiles.length ? (
        <>
          <Typography variant="h6" component="h2" sx={{ my: 1 }}>{say("dash.work")}</Typography>
          <Grid container spacing={1}>{tiles.map((tile) => (tile.each ? <ByWarehouse key={tile.name} tile={tile} /> : <Work key={tile.name} tile={tile} />))}</Grid>
        </>
      ) : permissions.has("reports.read") ? null : <Typography sx={{ my: 1 }}>{say("dash.no_work")}</Typography>}
      {permissions.has("reports.read") ? <Sales /> : null}
      <Typography variant="caption" color="text.secondary" component="p" sx={{ mt: 2, display: { xs: "none", sm: "block" } }}>{say("say.keys")}</Typography>
    </>
  );
}
