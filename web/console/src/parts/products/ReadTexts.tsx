// What a product says, for who may only read it: texts, not a form that takes nothing.
import Box from "@mui/material/Box";
import Grid from "@mui/material/Grid";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";

export function ReadTexts({ product, names }: { product: any; names: readonly string[] }) {
  const say = useTranslate();
  const languages = ["zh", "en"].filter((language) => names.some((name) => product[name]?.[language]));
  return (
    <Grid container spacing={2} data-read>
      {languages.map((language) => (
        <Grid key={language} size={{ xs: 12, md: 12 / languages.length }}>
          {names.filter((name) => product[name]?.[language]).map((name) => (
            <Box key={name} sx={{ mb: 1.5 }}>
              <Typography variant="body2" color="text.secondary">{say(`field.${name}`)} · {say(`goods.${language}`)}</Typography>
              <Typography lang={language} sx={{ overflowWrap: "anywhere", whiteSpace: "pre-line", fontWeight: name === "title" ? 600 : undefined }}>{product[name][language]}</Typography>
            </Box>
          ))}
        </Grid>
      ))}
    </Grid>
  );
}
