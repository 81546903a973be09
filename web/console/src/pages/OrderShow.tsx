import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Grid from "@mui/material/Grid";
import Stack from "@mui/material/Stack";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import type { ReactNode } from "react";
import { ListButton, TopToolbar, useLocaleState, usePermissions, useShowContext, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { isChoice, relatedOf } from "../api/catalogue.ts";
import { Related } from "../forms/Related.tsx";
import { written } from "../lib/address.ts";
import { fits } from "../lib/fits.ts";
import { papersOf } from "../lib/papers.ts";
import { AmendButton } from "../parts/orders/AmendButton.tsx";
import { Bought } from "../parts/orders/Bought.tsx";
import { CaptureButton } from "../parts/orders/CaptureButton.tsx";
import { Held } from "../parts/orders/Held.tsx";
import { Notes, Tags } from "../parts/orders/Notes.tsx";
import { RefundButton } from "../parts/orders/RefundButton.tsx";
import { ShipButton } from "../parts/orders/ShipButton.tsx";
import { Timeline } from "../parts/orders/Timeline.tsx";
import { History } from "../parts/History.tsx";
import { Offered } from "../parts/Offered.tsx";
import { ShowPage } from "../parts/ShowPage.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { useFile } from "../parts/useFile.ts";
import { useActsForAll } from "../parts/useActsForAll.ts";
import { StepButton } from "../parts/StepButton.tsx";
import { CodeName, isReason, Reason } from "../parts/Refs.tsx";
import { useText, Value } from "../parts/Value.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import { specOf } from "../resources.ts";
import { hasSteps, Steps } from "./GenericShow.tsx";

export const Panel = ({ title, children }: { title: string; children: ReactNode }) => (
  <Card sx={{ mb: 2 }}><CardContent><Typography variant="h6" component="h2" gutterBottom>{title}</Typography>{children}</CardContent></Card>
);

/** Steps that have a button or a part of their own here. */
const SHOWN = ["hold", "release", "refunds", "preview", "shipments", "notes"];

const Pair = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <Box sx={{ display: "flex", justifyContent: "space-between", gap: 2, py: 0.25 }}><Typography variant="body2" color="text.secondary">{name}</Typography><Box sx={{ textAlign: "right", minWidth: 0 }}>{children}</Box></Box>
);

function Order() {
  const { record: order, error } = useShowContext<any>();
  const { permissions } = usePermissions<Set<string>>();
  const say = useTranslate();
  const text = useText();
  const [locale] = useLocaleState();
  const open = useFile();
  const all = useActsForAll();
  if (!order) return error ? <Failed error={error} /> : <Waiting />;
  const file = (name: string) => open(`/v1/admin/orders/${order.id}/${name}.pdf`, `${order.number}-${name}.pdf`);
  const address = order.address;
  return (
    <>
      {error ? <Failed error={error} /> : null}
      <PageTitle text={`${say("page.orders")} · ${order.number}`} />
      <TopToolbar sx={{ flexWrap: "wrap", gap: 1, justifyContent: "flex-end" }}>
        <Offered when={Boolean(permissions?.has("shipments.write")) && fits("orders", "shipments", order)}><ShipButton order={order} /></Offered>
        <Offered when={Boolean(permissions?.has("orders.refund")) && fits("orders", "refunds", order)}><RefundButton order={order} /></Offered>
        <Offered when={Boolean(permissions?.has("orders.write")) && fits("orders", "amend", order)}><AmendButton order={order} /></Offered>
        <StepButton resource="orders" row={order} step={{ verb: "hold", may: "orders.review", text: "reason", ifMatch: true }} />
        <StepButton resource="orders" row={order} step={{ verb: "release", may: "orders.review", text: "note", ifMatch: true }} />
        {papersOf(order).map((name) => <Button key={name} size="small" onClick={() => file(name)}>{say(`do.${name}`)}</Button>)}
        <History id={order.id} />
        <ListButton />
      </TopToolbar>
      <Stack direction="row" spacing={1} sx={{ mt: 1, mb: 2, flexWrap: "wrap", rowGap: 1 }}>
        {[...new Map<string, string>([order.status, order.payment_status, order.fulfilment_status, ...(order.on_hold ? ["on_hold"] : [])].map((state) => [text(state, "state"), state])).values()].map((state) => <Value key={state} value={state} kind="state" />)}
        <Typography variant="body2" sx={{ alignSelf: "center" }}><Value value={order.placed_at} /></Typography>
      </Stack>
      <Held order={order} />
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 8 }}>
          <Panel title={say("order.lines")}>
            {order.lines.map((line: any) => (
              <Bought key={line.id} line={line}><Pair name={`${line.quantity} × ${text(line.unit_price)}`}>{text(line.total)}</Pair></Bought>
            ))}
            {(["subtotal", "discount", "shipping", "tax", "total", "refunded"] as const).map((name) => (order.totals[name]?.amount || name === "total" ? <Pair key={name} name={say(`field.${name}`)}><strong>{text(order.totals[name])}</strong></Pair> : null))}
          </Panel>
          <Panel title={say("order.parcels")}>
            {order.shipments.length ? order.shipments.map((parcel: any) => (
              <Pair key={parcel.id} name={<><CodeName name="carrier" code={parcel.carrier} /> {parcel.waybill ?? ""}</>}>
                <Value value={parcel.status} kind="state" />{" "}
                {parcel.status === "CANCELLED" ? null : <Button size="small" onClick={() => open(`/v1/admin/orders/${order.id}/shipments/${parcel.id}/label.pdf`, `${parcel.waybill ?? parcel.id}.pdf`)}>{say("do.label")}</Button>}
              </Pair>
            )) : <Typography variant="body2">{say("say.empty")}</Typography>}
          </Panel>
          <Panel title={say("order.payments")}>
            {order.payments.length ? order.payments.map((payment: any) => (
              <Box key={payment.id}>
                <Pair name={say(`state.${payment.provider}`, { _: payment.provider })}><Value value={payment.status} kind="state" /> {text(payment.amount)} <Offered when={Boolean(permissions?.has("payments.write")) && payment.status === "authorized"}><CaptureButton payment={payment} /></Offered></Pair>
              </Box>
            )) : <Typography variant="body2">{say("say.empty")}</Typography>}
            {order.refunds.map((refund: any) => <Pair key={refund.id} name={<>{say("do.refund")}{refund.reason ? <>{say("form.colon")}{isReason("reason", refund.reason) ? <Reason value={refund.reason} /> : isChoice("reason", refund.reason) ? say(`state.${refund.reason}`) : refund.reason}</> : null}</>}><Value value={refund.status} kind="state" /> {text(refund.amount)}</Pair>)}
          </Panel>
        </Grid>
        <Grid size={{ xs: 12, md: 4 }}>
          <Panel title={say("order.address")}>
            <Typography>{address.name} {address.phone}</Typography>
            <Typography variant="body2">{written(address, locale)}</Typography>
            {address.email ? <Typography variant="body2">{address.email}</Typography> : null}
            {order.customer_id && permissions?.has("customers.read") ? <Link component={RouterLink} to={`/customers/${order.customer_id}/show`}>{say("field.customer_id")}</Link> : null}
            {order.note ? <><Typography variant="subtitle2" component="h3" sx={{ mt: 1 }}>{say("order.customer_note")}</Typography><Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>{order.note}</Typography></> : null}
          </Panel>
          {all ? <><Panel title={say("field.tags")}><Tags order={order} /></Panel><Panel title={say("order.notes")}><Notes order={order.id} /></Panel></> : null}
          <Panel title={say("order.timeline")}><Timeline order={order.id} /></Panel>
          {hasSteps(specOf("orders"), permissions, SHOWN) ? <Panel title={say("form.more_steps")}><Steps spec={specOf("orders")} row={order} without={SHOWN} /></Panel> : null}
        </Grid>
      </Grid>
      {relatedOf("/v1/admin/orders").filter((list) => !list.path.endsWith("/notes")).map((list) => <Related key={list.path} list={list} id={order.id} of={{ resource: "orders", row: order }} />)}
    </>
  );
}

export default function OrderShow() {
  return <ShowPage><Order /></ShowPage>;
}
