import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Typography from "@mui/material/Typography";
import { LocalesMenuButton, Notification, useTranslate } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { Spoken } from "../parts/Spoken.tsx";
import { SignInForm } from "./SignIn.tsx";

/** Loaded anew when somebody is in, so that nothing of the person before can still be shown. */
const enter = (wanted: string) => {
  window.location.hash = `#${wanted}`;
  window.location.reload();
};

export default function LoginPage() {
  return <Spoken><Login /></Spoken>;
}

function Login() {
  const say = useTranslate();
  const [asked] = useSearchParams();
  return (
    <Box component="main" sx={{ minHeight: "100vh", display: "flex", alignItems: "center", justifyContent: "center", p: 2, bgcolor: "background.default" }}>
      <Card sx={{ width: "100%", maxWidth: 400 }}>
        <CardContent>
          <Box sx={{ display: "flex", justifyContent: "space-between", alignItems: "center", mb: 2, color: "text.primary" }}>
            <Typography variant="h5" component="h1">{say("signin.title")}</Typography>
            <LocalesMenuButton />
          </Box>
          <SignInForm onDone={() => enter(asked.get("to") || "/")} />
        </CardContent>
      </Card>
      <Notification />
    </Box>
  );
}
