// The files that marketplaces fetch: how far each has got, where it lies, and which products are not shown in it and why.
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { usePermissions, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { relatedOf } from "../api/catalogue.ts";
import { call } from "../api/client.ts";
import { Related } from "../forms/Related.tsx";
import { Deep } from "../parts/Deep.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import NoRight from "./NoRight.tsx";

const PATH = "/v1/admin/feeds";

function Feed({ code }: { code: string }) {
  const { data, error } = useQuery({ queryKey: ["feeds", code], queryFn: () => call(`${PATH}/${encodeURIComponent(code)}`) });
  return (
    <Card sx={{ mt: 2 }}><CardContent>
      <Typography variant="h6" component="h2" gutterBottom>{code}</Typography>
      {error ? <Failed error={error} /> : data ? <Deep value={data} /> : <Waiting />}
      {relatedOf(PATH).map((list) => <Related key={list.path} list={list} id={code} />)}
    </CardContent></Card>
  );
}

export default function Feeds() {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const may = Boolean(permissions?.has("settings.read") && permissions.has("catalog.read"));
  const { data, error } = useQuery({ queryKey: ["feeds"], queryFn: () => call(PATH), enabled: may });
  if (!permissions) return null;
  if (!may) return <NoRight />;
  return (
    <>
      <PageTitle text={say("page.feeds")} />
      {error ? <Failed error={error} /> : !data ? <Waiting /> : data.feeds.length ? data.feeds.map((one: { code: string }) => <Feed key={one.code} code={one.code} />) : <Card sx={{ mt: 2 }}><CardContent><Typography>{say("feeds.none")}</Typography></CardContent></Card>}
      {permissions.has("settings.write") ? <Typography sx={{ mt: 2, px: 1 }}><Link component={RouterLink} to="/settings/feeds/show">{say("feeds.set")}</Link></Typography> : null}
    </>
  );
}
