import { QueryClient } from "@tanstack/react-query";
import { lazy, type ComponentType } from "react";
import { Admin, CustomRoutes, memoryStore, Resource, type Store } from "react-admin";
import { Route } from "react-router-dom";
import { authProvider } from "./api/authProvider.ts";
import { dataProvider } from "./api/dataProvider.ts";
import { choose, i18nProvider } from "./i18n/index.ts";
import LoginPage from "./pages/LoginPage.tsx";
import NoRight from "./pages/NoRight.tsx";
import NoSuchPage from "./pages/NoSuchPage.tsx";
import { WithRight } from "./parts/WithRight.tsx";
import { Frame } from "./parts/Frame.tsx";
import { SPECS } from "./resources.ts";
import { dark, light } from "./theme.ts";

const Dashboard = lazy(() => import("./pages/Dashboard.tsx"));
const GenericList = lazy(() => import("./pages/GenericList.tsx"));
const CategoryTree = lazy(() => import("./pages/CategoryTree.tsx"));
const GenericShow = lazy(() => import("./pages/GenericShow.tsx"));
const GenericCreate = lazy(() => import("./pages/GenericCreate.tsx"));
const Imports = lazy(() => import("./pages/Imports.tsx"));
const Feeds = lazy(() => import("./pages/Feeds.tsx"));
const StockPage = lazy(() => import("./pages/StockPage.tsx"));
const Owed = lazy(() => import("./pages/Owed.tsx"));
const Health = lazy(() => import("./pages/Health.tsx"));
const SharePayouts = lazy(() => import("./pages/SharePayouts.tsx"));
const Reports = lazy(() => import("./pages/Reports.tsx"));
const SettingsShow = lazy(() => import("./pages/SettingsShow.tsx"));
const OrderShow = lazy(() => import("./pages/OrderShow.tsx"));
const ProductEdit = lazy(() => import("./pages/ProductEdit.tsx"));
const ProductCreate = lazy(() => import("./pages/ProductCreate.tsx"));
const ReturnShow = lazy(() => import("./pages/ReturnShow.tsx"));
const CustomerList = lazy(() => import("./pages/CustomerList.tsx"));
const CustomerShow = lazy(() => import("./pages/CustomerShow.tsx"));

// The client repeats by itself what may be repeated; a refusal asked for three times more is three refusals.
const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false }, mutations: { retry: false } } });

/** What a list was filtered by is forgotten with the page: it may name a person. How the console looks is kept. */
function store(): Store {
  const memory = memoryStore();
  const LOOKS = new Set(["theme"]);
  return {
    ...memory,
    getItem: (key, otherwise) => (LOOKS.has(key) ? (JSON.parse(localStorage.getItem(`console.${key}`) ?? "null") ?? otherwise) : memory.getItem(key, otherwise)),
    setItem: (key, value) => {
      if (key === "locale") choose(String(value));
      if (LOOKS.has(key)) localStorage.setItem(`console.${key}`, JSON.stringify(value));
      memory.setItem(key, value);
    },
  };
}

const OWN: Record<string, { list?: ComponentType; show?: ComponentType; create?: ComponentType }> = {
  orders: { show: OrderShow },
  products: { show: ProductEdit, create: ProductCreate },
  returns: { show: ReturnShow },
  customers: { list: CustomerList, show: CustomerShow },
  categories: { list: CategoryTree },
  settings: { show: SettingsShow },
};

export const App = () => (
  <Admin
    authProvider={authProvider(queries)} dataProvider={dataProvider} i18nProvider={i18nProvider} queryClient={queries} store={store()}
    layout={Frame} loginPage={LoginPage} accessDenied={NoRight} catchAll={NoSuchPage} dashboard={Dashboard} theme={light} darkTheme={dark} requireAuth disableTelemetry title=""
  >
    {SPECS.map((spec) => {
      const { list, show, create }: (typeof OWN)[string] = { show: spec.one ? GenericShow : undefined, create: GenericCreate, ...OWN[spec.name] };
      return (
        <Resource
          key={spec.name} name={spec.name} create={create}
          list={<WithRight to={spec.read} page={list ?? GenericList} only={`/${spec.name}`} />} show={show && <WithRight to={spec.read} page={show} />}
        />
      );
    })}
    <CustomRoutes><Route path="/reports" element={<Reports />} /><Route path="/feeds" element={<Feeds />} /><Route path="/stock" element={<StockPage />} /><Route path="/owed" element={<Owed />} /><Route path="/share_payouts" element={<SharePayouts />} /><Route path="/health" element={<Health />} /><Route path="/imports" element={<Imports />} /></CustomRoutes>
  </Admin>
);
