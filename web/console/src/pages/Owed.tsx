// What the shop owes: in points, on gift cards, as credit.
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { ResourceContextProvider, usePermissions, useTranslate } from "react-admin";
import { operation } from "../api/catalogue.ts";
import { call } from "../api/client.ts";
import { useHelp } from "../i18n/help.ts";
import { Deep } from "../parts/Deep.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import NoRight from "./NoRight.tsx";

const PATH = "/v1/admin/owed";

export default function Owed() {
  const say = useTranslate();
  const help = useHelp();
  const { permissions } = usePermissions<Set<string>>();
  const may = Boolean(permissions?.has("stored_value.read"));
  const { data, error } = useQuery({ queryKey: ["owed"], queryFn: () => call(PATH), enabled: may });
  if (!permissions) return null;
  if (!may) return <NoRight />;
  return (
    <>
      <PageTitle text={say("page.owed")} />
      <Card sx={{ mt: 2 }}><CardContent sx={{ overflowX: "auto" }}>
        <Typography variant="body2" color="text.secondary" gutterBottom>{help(operation("GET", PATH)?.more)}</Typography>
        {error ? <Failed error={error} /> : data ? <ResourceContextProvider value="owed"><Deep value={data} /></ResourceContextProvider> : <Waiting />}
      </CardContent></Card>
    </>
  );
}
