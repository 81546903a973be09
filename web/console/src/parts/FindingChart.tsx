// The week before something was found, hour by hour: parts of something as the share that they are.
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import { lazy, Suspense } from "react";
import { useLocaleState, useTranslate } from "react-admin";
import { hourText } from "../lib/time.ts";

const Chart = lazy(() => import("./reports/Chart.tsx"));

type Hour = { hour: string; value: number | null; of: number | null };

export function FindingChart({ row }: { row: { kind: string; chart: Hour[] } }) {
  const say = useTranslate();
  const [locale] = useLocaleState();
  if (!row.chart?.length) return null;
  const parts = row.chart.some((one) => one.of !== null);
  return (
    <Card sx={{ mt: 1 }}><CardContent>
      <Suspense fallback={<Box aria-busy sx={{ height: 240 }} />}>
        <Chart
          title={say(parts ? "finding.share" : "finding.count", { what: say(`state.${row.kind}`) })}
          labels={row.chart.map((one) => hourText(one.hour, locale))}
          values={row.chart.map((one) => (parts ? (one.of ? (one.value ?? 0) / one.of : 0) : (one.value ?? 0)))}
          kind={parts ? "share" : undefined}
        />
      </Suspense>
    </CardContent></Card>
  );
}
