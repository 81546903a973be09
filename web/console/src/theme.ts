import { defaultDarkTheme, defaultLightTheme, type RaThemeOptions } from "react-admin";

// Fonts of the machine: nothing is fetched, and Chinese is well drawn everywhere.
const fontFamily = 'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
/** On paper: the name of the page, and what it shows, black on white whatever the screen is like; nothing that can only be pressed. */
const print = {
  "@media print": {
    "*": { color: "#000 !important", transition: "none !important", backgroundColor: "transparent !important", backgroundImage: "none !important", boxShadow: "none !important", borderColor: "#999 !important" },
    "html, body": { backgroundColor: "#fff !important" },
    header: { position: "static !important" },
    ".RaLayout-appFrame": { marginTop: "0 !important" },
    "button, .MuiButton-root, .MuiDrawer-root, .MuiPopover-root, .MuiTooltip-popper, .RaTopToolbar-root, .MuiTablePagination-root, .MuiSnackbar-root": { display: "none !important" },
  },
};
const components = {
  MuiCssBaseline: { styleOverrides: print },
  // On a telephone the library leaves it to MUI, which speaks English.
  MuiTablePagination: { defaultProps: { labelDisplayedRows: ({ from, to, count }: { from: number; to: number; count: number }) => (count === -1 ? `${from}–${to}` : `${from}–${to} / ${count}`) } },
  // On a telephone the library gives both a ground of their own and the height of a bar: a dark band where nothing can be pressed, too low for what can.
  RaListToolbar: { styleOverrides: { root: { "&&": { backgroundColor: "transparent" } } } },
  // Beside filters that take all there is, buttons would stand below each other.
  RaTopToolbar: { styleOverrides: { root: { "&&": { backgroundColor: "transparent", minHeight: 0, flexWrap: "wrap" as const, alignItems: "center", paddingTop: 6, paddingBottom: 6, "@media (min-width:900px)": { flexShrink: 0 } } } } },
  MuiTextField: { defaultProps: { variant: "outlined" as const, size: "small" as const, fullWidth: true } },
};

export const light: RaThemeOptions = {
  ...defaultLightTheme,
  palette: { ...defaultLightTheme.palette, primary: { main: "#1b5fa8" }, secondary: { main: "#1b4f8a" }, success: { main: "#1b6e34" }, error: { main: "#b3261e" } },
  typography: { fontFamily },
  components: { ...defaultLightTheme.components, ...components },
};

export const dark: RaThemeOptions = {
  ...defaultDarkTheme,
  palette: { ...defaultDarkTheme.palette, mode: "dark", primary: { main: "#8ab8f0" }, success: { main: "#7ed493" }, error: { main: "#ff9a93" } },
  typography: { fontFamily },
  components: { ...defaultDarkTheme.components, ...components },
};
