import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import ListSubheader from "@mui/material/ListSubheader";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useEffect, useState, type ReactNode } from "react";
import { AppBar, DashboardMenuItem, Layout, LocalesMenuButton, Menu, Sidebar, type SidebarProps, ToggleThemeButton, TitlePortal, usePermissions, useTranslate, RefreshIconButton, Logout, UserMenu, useGetIdentity, useSidebarState } from "react-admin";
import { menuOf } from "../lib/menu.ts";
import { DraftsKept } from "./DraftsKept.tsx";
import { icons } from "./icons.tsx";
import { LeaveGuard } from "./useLeaveGuard.ts";
import { SessionGuard } from "./SessionGuard.tsx";
import { useSpoken } from "./useSpoken.ts";

/** Only what the person may open, their work first; the menu follows their rights within a minute. */
function Pages() {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const [wide] = useSidebarState();
  return (
    <Menu>
      <DashboardMenuItem primaryText="page.dashboard" />
      {menuOf(permissions ?? new Set()).map(({ name, pages }) => (
        <Box key={name} component="div" role="presentation">
          {wide ? <ListSubheader component="div" role="presentation" disableSticky sx={{ bgcolor: "transparent", lineHeight: "32px" }}>{say(`menu.${name}`)}</ListSubheader> : null}
          {pages.map((page) => <Menu.Item key={page.name} to={`/${page.name}`} primaryText={say(`page.${page.name}`)} leftIcon={icons[page.group]} />)}
        </Box>
      ))}
    </Menu>
  );
}

/** Named by who is signed in, also for who only hears it. */
function Person() {
  const { identity } = useGetIdentity();
  return <UserMenu label={identity?.fullName || "ra.auth.user_menu"}><Logout /></UserMenu>;
}

const Bar = () => (
  <AppBar userMenu={<Person />} toolbar={<><Box sx={{ flexShrink: 0, "@media (max-width:600px)": { "& .MuiButton-root": { fontSize: 0, minWidth: 0, px: 1 }, "& .MuiButton-startIcon": { m: 0 }, "& .MuiButton-endIcon": { display: "none" } } }}><LocalesMenuButton /></Box><ToggleThemeButton /><RefreshIconButton /></>}>
    {/* Two lines on a telephone, where the name of a thing has little room. */}
    <TitlePortal sx={{ minWidth: 0, mr: 1, "@media (max-width:600px)": { fontSize: "0.95rem", lineHeight: 1.2, whiteSpace: "normal", overflowWrap: "anywhere", display: "-webkit-box", WebkitLineClamp: 2, WebkitBoxOrient: "vertical", "& .RaConfigurable-root": { display: "inline" } } }} />
  </AppBar>
);

function Offline() {
  const say = useTranslate();
  const [off, setOff] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setOff(!navigator.onLine);
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return off ? <Alert severity="warning" role="status" sx={{ mt: 1 }}>{say("say.offline")}</Alert> : null;
}

/** A menu that stood open beside a wide page is closed over a narrow one, and never opens there unasked: a drawer that is open for the blink of
 * an eye hides the page from readers of screens for good. */
function Side(props: SidebarProps) {
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  const [was, setWas] = useState(narrow);
  const [, setOpen] = useSidebarState();
  useEffect(() => {
    if (was === narrow) return;
    setOpen(!narrow);
    setWas(narrow);
  }, [was, narrow, setOpen]);
  return <Sidebar {...props} {...(was === narrow ? {} : { open: false })} />;
}

export function Frame({ children }: { children: ReactNode }) {
  useSpoken();
  // Most pages are lists and what they list: read while the API says who is here, not after it.
  useEffect(() => void Promise.all([import("../pages/GenericList.tsx"), import("../pages/GenericShow.tsx")]).catch(() => undefined), []);
  return (
    <SessionGuard>
      <Layout appBar={Bar} menu={Pages} sidebar={Side}>
        <LeaveGuard />
        <Offline />
        <DraftsKept />
        {/* What is wider scrolls in itself; the page never does. On a telephone the round button of what is new lies over the page's end. */}
        <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr)", pb: { xs: 16, sm: 0 }, "& .RaList-main, & .RaList-content": { minWidth: 0 } }}>{children}</Box>
      </Layout>
    </SessionGuard>
  );
}
