import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { useText } from "../Value.tsx";

const HEIGHT = 200;

/** Bars from a line at zero, each named when pointed at. The table below says the same in figures: who hears the page hears that. */
export default function Chart({ title, labels, values }: { title: string; labels: string[]; values: number[] }) {
  const say = useTranslate();
  const text = useText();
  const most = Math.max(0, ...values);
  const least = Math.min(0, ...values);
  const reach = most - least || 1;
  const at = (value: number) => (HEIGHT * (most - value)) / reach;
  const width = 100 / values.length;
  return (
    <Box role="img" aria-label={`${title}: ${say("report.from_to", { least: text(Math.min(...values)), most: text(Math.max(...values)) })}`} sx={{ mt: 1 }}>
      <svg width="100%" height={HEIGHT} viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        <line x1={0} x2={100} y1={at(0)} y2={at(0)} stroke="currentColor" strokeWidth={1} vectorEffect="non-scaling-stroke" opacity={0.4} />
        {values.map((value, index) => (
          <Box key={index} component="rect" x={index * width + width * 0.1} width={width * 0.8} y={Math.min(at(value), at(0))} height={Math.abs(at(value) - at(0))} sx={{ fill: (theme) => (value < 0 ? theme.palette.error.main : theme.palette.primary.main) }}>
            <title>{`${labels[index]}: ${text(value)}`}</title>
          </Box>
        ))}
      </svg>
      <Box sx={{ display: "flex", justifyContent: "space-between", fontSize: 12, color: "text.secondary" }} aria-hidden><span>{labels[0]}</span><span>{labels.at(-1)}</span></Box>
    </Box>
  );
}
