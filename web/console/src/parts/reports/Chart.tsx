// Bars by MUI's charts, read when a page first shows one. The table below says the same in figures: who hears the page hears that.
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTheme } from "@mui/material/styles";
import { BarChart } from "@mui/x-charts/BarChart";
import { useTranslate } from "react-admin";
import type { Kind } from "../../resources.ts";
import { useText } from "../Value.tsx";

const HEIGHT = 240;

export default function Chart({ title, labels, values, kind }: { title: string; labels: string[]; values: number[]; kind?: Kind }) {
  const say = useTranslate();
  const text = useText();
  // Of the page, light or dark: the library's own blue is hard to see in the dark.
  const color = useTheme().palette.primary.main;
  return (
    <Box role="img" aria-label={`${title}: ${say("report.from_to", { least: text(Math.min(...values), kind), most: text(Math.max(...values), kind) })}`} sx={{ mt: 1 }}>
      <Box aria-hidden>
        <Typography variant="body2" color="text.secondary">{title}</Typography>
        <BarChart
          height={HEIGHT} hideLegend skipAnimation series={[{ data: values, color, label: title, valueFormatter: (value) => text(value ?? 0, kind) }]}
          xAxis={[{ scaleType: "band", data: labels.map((label, index) => `${index} ${label}`), valueFormatter: (label: string) => label.slice(label.indexOf(" ") + 1) }]}
          yAxis={[{ width: 64, valueFormatter: (value: number) => text(value, kind) }]}
        />
      </Box>
    </Box>
  );
}
