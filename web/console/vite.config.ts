import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `/admin/` is where both the front door and the distribution serve the build. `npm run dev` talks to a shop that `make serve` started.
export default defineConfig({
  base: "/admin/",
  plugins: [react()],
  // No inline pieces: the policy allows scripts from our own host only. The manifest lets a test weigh the first load.
  build: { target: "es2022", manifest: true, modulePreload: { polyfill: false }, assetsInlineLimit: 0, sourcemap: false, chunkSizeWarningLimit: 1500 },
  server: { proxy: { "/v1": process.env.SHOP_URL ?? "http://localhost:8000", "/media": process.env.SHOP_URL ?? "http://localhost:8000" } },
});
